"""Days, countdowns and problems in words. Days are local; nothing here reads a clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from streammon.clock import LOCAL
from streammon.model.inspection import Finding
from streammon.words import say


def clock_text(now: datetime) -> str:
    """Return date, weekday and minute in local time."""
    local = now.astimezone(LOCAL)
    return say("web.clock", date=local, weekday=say("web.weekdays").split()[local.weekday()])


def day_text(moment: datetime, now: datetime) -> str:
    """Return the local day; its year only where it is another one."""
    day = moment.astimezone(LOCAL)
    key = "web.day" if day.year == now.astimezone(LOCAL).year else "web.day_of_year"
    return say(key, year=day.year, month=day.month, day=day.day)


def moment_text(moment: datetime, now: datetime) -> str:
    """Return the local day and minute."""
    return say("web.moment", day=day_text(moment, now), time=moment.astimezone(LOCAL))


def local_day(moment: datetime) -> str:
    """Return the local day with its year."""
    day = moment.astimezone(LOCAL)
    return say("web.day_of_year", year=day.year, month=day.month, day=day.day)


def days_between(earlier: datetime, later: datetime) -> int:
    """Return how many local midnights lie between two moments; negative when they stand the other way round."""
    return (later.astimezone(LOCAL).date() - earlier.astimezone(LOCAL).date()).days


def since_text(moment: datetime, now: datetime) -> str:
    """Return how long ago a day was: today, yesterday, or so many days."""
    days = max(days_between(moment, now), 0)
    return say(("web.sources.today", "web.sources.yesterday", "web.sources.days_ago")[min(days, 2)], days=days)


def countdown(deadline: datetime, now: datetime) -> str:
    """Return what is left until `deadline`: whole days, in the last day whole hours; or how late it is."""
    if deadline <= now:
        days = days_between(deadline, now)
        return say("web.incidents.late" if days else "web.incidents.late_today", days=days)
    left = deadline - now
    if left >= timedelta(days=1):
        return say("web.incidents.left_days", days=left.days)
    hours = left.seconds // 3600
    return say("web.incidents.left_hours" if hours else "web.incidents.left_little", hours=hours)


def left_words(seconds: int) -> str:
    """Return in words what is left: days, hours and minutes; in the last day hours, minutes and seconds."""
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    if hours < 24:
        return say("web.ticket.left_hours", h=hours, m=minute, s=second)
    return say("web.ticket.left_days", d=hours // 24, h=hours % 24, m=minute)


def problem_text(finding: Finding) -> str:
    """Return what is wrong, in a few words; a rule that has no words of its own is named."""
    limit = say("web.limit_days", days=finding.limit) if finding.limit.isdigit() else finding.limit
    facts = {"rule": finding.rule, "wrong": finding.wrong, "limit": limit}
    try:
        return say(f"web.problem.{finding.rule}", **facts)
    except KeyError:
        return say("web.problem.other", **facts)


def web_address(url: str) -> str:
    """Return `url` if it can be a link (http or https), else nothing: it comes from a stranger's page."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.netloc else ""
