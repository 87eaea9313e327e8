-- Makes a version the current one of its name; the version it replaces is kept for a while. Answers 1 when the name is new.
-- KEYS: 1 current, 2 all names, 3 prefix of the versions. ARGV: 1 name, 2 version, 3 definition, 4 archive (may be empty), 5 how long a replaced version is kept, in ms
local earlier = redis.call('HGET', KEYS[1], 'version')
local version = KEYS[3] .. ARGV[2]
redis.call('HSET', version, 'definition', ARGV[3])
if #ARGV[4] > 0 then
  redis.call('HSET', version, 'archive', ARGV[4])
end
redis.call('PERSIST', version)
redis.call('HSET', KEYS[1], 'version', ARGV[2], 'definition', ARGV[3])
redis.call('ZADD', KEYS[2], 0, ARGV[1])
if earlier and earlier ~= ARGV[2] then
  redis.call('PEXPIRE', KEYS[3] .. earlier, ARGV[5])
end
return earlier and 0 or 1
