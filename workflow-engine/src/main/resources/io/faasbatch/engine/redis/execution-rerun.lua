-- Makes an execution that ended without success pending again, if nothing has changed since its steps were read. Answers OK, or CHANGED.
-- KEYS: 1 execution, 2 due work, 3 events, 4 intermediate data, 5 names of large values, 6 list of all executions
-- ARGV: 1 id, 2 status, 3 token, both as they were read, 4 event of the new status, 5 most events, 6 prefix of the keys of large values,
--       7 channel of changes, 8 channel of due work, 9 how many fields to remove, 10... their names, then names and values of fields to write
local execution, all = KEYS[1], KEYS[6]
local id, status, prefix = ARGV[1], ARGV[2], ARGV[6]
local known = redis.call('HMGET', execution, 'status', 'token', 'workflow', 'member')
if known[1] ~= status or (known[2] or '0') ~= ARGV[3] then
  return 'CHANGED'
end
local removed = 9 + tonumber(ARGV[9])
for i = 10, removed do
  redis.call('HDEL', execution, ARGV[i])
  if redis.call('SREM', KEYS[5], ARGV[i]) == 1 then
    redis.call('DEL', prefix .. ARGV[i])
  end
end
for i = removed + 1, #ARGV, 2 do
  redis.call('HSET', execution, ARGV[i], ARGV[i + 1])
end
redis.call('HSET', execution, 'status', 'PENDING')
redis.call('HINCRBY', execution, 'reruns', 1)
-- Whoever owned it before is refused.
redis.call('HINCRBY', execution, 'token', 1)
redis.call('PERSIST', execution)
for i = 3, 5 do
  redis.call('PERSIST', KEYS[i])
end
for _, name in ipairs(redis.call('SMEMBERS', KEYS[5])) do
  redis.call('PERSIST', string.sub(name, 1, 1) == '!' and string.sub(name, 2) or prefix .. name)
end
redis.call('ZREM', all .. ':ended', status .. ' ' .. known[3] .. ' ' .. known[4])
for _, list in ipairs({ all, all .. ':workflow:' .. known[3] }) do
  redis.call('ZADD', list, 0, known[4])
  redis.call('ZREM', list .. ':status:' .. status, known[4])
  redis.call('ZADD', list .. ':status:PENDING', 0, known[4])
end
redis.call('XADD', KEYS[3], 'MAXLEN', '~', ARGV[5], '*', 'type', 'execution', 'data', ARGV[4])
redis.call('PUBLISH', ARGV[7], 'PENDING')
local time = redis.call('TIME')
redis.call('ZADD', KEYS[2], time[1] * 1000 + math.floor(time[2] / 1000), 'x:' .. id)
redis.call('PUBLISH', ARGV[8], 'x')
return 'OK'
