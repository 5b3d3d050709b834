-- Notes what became of a warning: its call is over, one audit line, one counter of the day.
-- KEYS[1] the number's base
-- ARGV token ('' = its call was lost), audit maximum, audit line, day (yyyymmdd), seconds its counters are kept, counter
-- returns 1, or 0 when the call had been given up meanwhile
local base = KEYS[1]
if ARGV[1] ~= '' and redis.call('HDEL', base .. ':warning-calls', ARGV[1]) == 0 then return 0 end
if ARGV[3] ~= '' then
  redis.call('XADD', base .. ':audit', 'MAXLEN', '~', ARGV[2], '*', 'd', ARGV[3])
  redis.call('HINCRBY', base .. ':stats:' .. ARGV[4], ARGV[6], 1)
  redis.call('EXPIRE', base .. ':stats:' .. ARGV[4], ARGV[5])
end
return 1
