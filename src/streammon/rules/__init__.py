"""Time and judgement: working days, cadences, and the pure machines. No I/O, no clock."""
