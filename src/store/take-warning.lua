-- Takes one warning off the queue, so that nobody else sends it, and one whose sending was lost with its process. Neither ever goes back.
-- KEYS[1] the number's base
-- ARGV now ms, token, ms after which a call that nobody settled is lost
-- returns { warning|false, lost warning|false }
local base = KEYS[1]
local calls = base .. ':warning-calls'
local lost = false
local under_way = redis.call('HGETALL', calls)
for n = 1, #under_way, 2 do
  local expires, warning = string.match(under_way[n + 1], '^(%d+)|(.*)$')
  if tonumber(expires) <= tonumber(ARGV[1]) then
    redis.call('HDEL', calls, under_way[n])
    lost = warning
    break
  end
end
local taken = redis.call('LPOP', base .. ':warnings')
if taken then redis.call('HSET', calls, ARGV[2], string.format('%d', ARGV[1] + ARGV[3]) .. '|' .. taken) end
return { taken, lost }
