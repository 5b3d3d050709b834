-- Counts a warning against its sender and its number before it is sent, so that no crash makes it two.
-- KEYS[1] the number's base
-- ARGV now ms, token, sender, most of the sender, within ms, most of the number in a minute
-- returns 'send', or why not: 'off' (switched off for now), 'again' (the sender was warned), 'flood' (the number's share), 'lost' (the token is no longer ours)
local base = KEYS[1]
local now = tonumber(ARGV[1])
if redis.call('HEXISTS', base .. ':warning-calls', ARGV[2]) == 0 then return 'lost' end
local off = redis.call('GET', base .. ':warnings-off')
if off and tonumber(string.match(off, '^(%d+)|')) > now then return 'off' end
local warned = base .. ':warned:' .. ARGV[3]
redis.call('ZREMRANGEBYSCORE', warned, '-inf', now - ARGV[5])
if redis.call('ZCARD', warned) >= tonumber(ARGV[4]) then return 'again' end
local minute = base .. ':warned-in:' .. string.format('%d', math.floor(now / 60000))
if tonumber(redis.call('GET', minute) or '0') >= tonumber(ARGV[6]) then return 'flood' end
redis.call('INCR', minute)
redis.call('EXPIRE', minute, 120)
redis.call('ZADD', warned, now, ARGV[2])
redis.call('PEXPIRE', warned, ARGV[5])
return 'send'
