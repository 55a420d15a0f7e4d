-- Puts one batch of rows into the views, atomically; the newest version of each row wins, so order does not matter.
--
-- KEYS[1]  prefix of every key
-- ARGV[1]  the clock of the log as ISO 8601 in UTC ('' leaves it alone)
-- ARGV[2…] rows, nine strings each: table, id, version, label, weight, score, body, source, keep
--
-- A row is kept in the hash of its table as "version label weight score\nbody". `weight` is counted by `label` in
-- counts:TABLE; `score` puts it into a ranking; `source` is the source whose place it may change; `keep` (seconds)
-- lets its table go when nothing has been written to it for so long.
local prefix = KEYS[1]
local changed = {}

local function header(row)
  if not row then return nil end
  return string.match(row, '^(%S+) (%S+) (%S+) (%S+)\n')
end

local function put(tbl, id, version, label, weight, score, body)
  local rows, counts = prefix .. tbl, prefix .. 'counts:' .. tbl
  local old = redis.call('HGET', rows, id)
  local row = version .. ' ' .. label .. ' ' .. weight .. ' ' .. score .. '\n' .. body
  local old_version, old_label, old_weight = header(old)
  if old and (old == row or old_version > version) then return false end
  if old and old_weight ~= '0' then redis.call('HINCRBY', counts, old_label, '-' .. old_weight) end
  redis.call('HSET', rows, id, row)
  if weight ~= '0' then redis.call('HINCRBY', counts, label, weight) end
  return true
end

-- A source stands in the ranking where its window says, and among the blind when the last failure is the newest visit.
local function place(source)
  local _, label = header(redis.call('HGET', prefix .. 'sources', source))
  if label ~= 'watched' then
    redis.call('ZREM', prefix .. 'urgency', source)
    redis.call('ZREM', prefix .. 'blind', source)
    return
  end
  local _, _, _, score = header(redis.call('HGET', prefix .. 'windows', source))
  score = score or '+inf'
  redis.call('ZADD', prefix .. 'urgency', score, source)
  local seen = header(redis.call('HGET', prefix .. 'seen', source))
  local failed = header(redis.call('HGET', prefix .. 'failed', source))
  if failed and (not seen or failed > seen) then
    redis.call('ZADD', prefix .. 'blind', score, source)
  else
    redis.call('ZREM', prefix .. 'blind', source)
  end
end

local ended = { fixed = true, closed = true, dismissed = true, waived = true }

local function rank(id, label, score)
  redis.call('ZADD', prefix .. 'incidents:all', score, id)
  redis.call('ZREM', prefix .. 'incidents:open', id)
  redis.call('ZREM', prefix .. 'incidents:review', id)
  if label == 'review' then
    redis.call('ZADD', prefix .. 'incidents:review', score, id)
  elseif not ended[label] then
    redis.call('ZADD', prefix .. 'incidents:open', score, id)
  end
end

local function keep_newest(key, value)
  local old = redis.call('GET', prefix .. key)
  if value == '' or (old and old >= value) then return false end
  redis.call('SET', prefix .. key, value)
  return true
end

for i = 2, #ARGV, 9 do
  local tbl, id, version, label, weight, score, body, source, keep = unpack(ARGV, i, i + 8)
  if put(tbl, id, version, label, weight, score, body) then
    changed[tbl] = true
    if source ~= '' then place(source) end
    if tbl == 'incidents' then rank(id, label, score) end
    if tbl == 'days:' .. label and weight ~= '0' then keep_newest('period', label) end
    if keep ~= '' then
      redis.call('EXPIRE', prefix .. tbl, keep)
      redis.call('EXPIRE', prefix .. 'counts:' .. tbl, keep)
    end
  end
end
if keep_newest('clock', ARGV[1]) then changed['clock'] = true end

local names = {}
for name in pairs(changed) do names[#names + 1] = name end
if #names > 0 then redis.call('PUBLISH', prefix .. 'changes', table.concat(names, ' ')) end
return #names
