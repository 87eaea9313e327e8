-- Changes an execution that has not ended: writes fields and, where a status is given, moves it between the lists. One that has ended stays as it is, so a late
-- writer cannot bring it back. With its end everything about it gets an expiry, and up to 100 executions that have expired leave the lists.
-- Answers OK, GONE, or the status in which it ended before.
-- KEYS: 1 execution, 2 prefix of its large values, 3 name of the list of all, 4... keys of large values
-- ARGV: 1 new status or '', 2 retention in ms when it ends now, else 0, 3 count n of what follows: n names and values of fields, then the large values
local execution, all = KEYS[1], KEYS[3]
local status, retention, count = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local known = redis.call('HMGET', execution, 'status', 'workflow', 'member')
local before, workflow, member = known[1], known[2], known[3]
if not before then
  return 'GONE'
end
if before ~= 'PENDING' and before ~= 'RUNNING' then
  return before
end
for i = 4, #KEYS do
  redis.call('SET', KEYS[i], ARGV[3 + count + i - 3])
end
for i = 4, 3 + count, 2 do
  redis.call(ARGV[i] == 'startedAt' and 'HSETNX' or 'HSET', execution, ARGV[i], ARGV[i + 1])
end
if status == '' then
  return 'OK'
end
redis.call('HSET', execution, 'status', status)
local lists = { all, all .. ':workflow:' .. workflow }
for _, list in ipairs(lists) do
  redis.call('ZREM', list .. ':status:' .. before, member)
  redis.call('ZADD', list .. ':status:' .. status, 0, member)
end
if retention == 0 then
  return 'OK'
end

local fields = redis.call('HGETALL', execution)
for i = 1, #fields, 2 do
  if string.sub(fields[i + 1], 1, 1) == '@' then
    redis.call('PEXPIRE', KEYS[2] .. fields[i], retention)
  end
end
redis.call('PEXPIRE', execution, retention)
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local ended = all .. ':ended'
redis.call('ZADD', ended, now + retention, status .. ' ' .. workflow .. ' ' .. member)
for _, entry in ipairs(redis.call('ZRANGEBYSCORE', ended, '-inf', '(' .. now, 'LIMIT', 0, 100)) do
  local its_status, its_workflow, its_member = string.match(entry, '^(%S+) (%S+) (.+)$')
  for _, list in ipairs({ all, all .. ':workflow:' .. its_workflow }) do
    redis.call('ZREM', list, its_member)
    redis.call('ZREM', list .. ':status:' .. its_status, its_member)
  end
  redis.call('ZREM', ended, entry)
end
return 'OK'
