-- Takes a token of a bucket, or says after how many microseconds there will be one (0: taken).
--
-- KEYS[1]  the moments of the calls, a sorted set
-- ARGV     size of the bucket, period (microseconds), now (microseconds), a name for this call
local size, period, now = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - period))
if redis.call('ZCARD', KEYS[1]) >= size then
  local oldest = redis.call('ZRANGE', KEYS[1], -size, -size, 'WITHSCORES')[2]
  return tonumber(oldest) + period - now
end
redis.call('ZADD', KEYS[1], ARGV[3], ARGV[4])
-- Twice the period: the machine's clock may run ahead of the one that `now` comes from.
redis.call('PEXPIRE', KEYS[1], math.ceil(period / 500))
return 0
