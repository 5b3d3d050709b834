-- One holder a number may call Meta. KEYS[1] the number's base · ARGV verb, token, ttl ms · returns 1 when the caller holds (or held) it
local key, verb, token = KEYS[1] .. ':lease', ARGV[1], ARGV[2]
local holder = redis.call('GET', key)
if verb == 'acquire' then
  if holder and holder ~= token then return 0 end
  redis.call('SET', key, token, 'PX', ARGV[3])
  return 1
end
if holder ~= token then return 0 end
if verb == 'renew' then redis.call('PEXPIRE', key, ARGV[3]) else redis.call('DEL', key) end
return 1
