-- Writes what changed in an execution, for its owner only; one event for each step that differs from what was known, and for a change of status. Written
-- twice it changes nothing more. With the end everything about the execution gets an expiry, and up to 100 executions that have expired leave the lists.
-- Answers OK, or LOST when the execution is gone, has ended otherwise, or has another owner; nothing is written then.
-- KEYS: 1 execution, 2 due work, 3 events, 4 intermediate data, 5 names of large values, 6 list of all executions
-- ARGV: 1 id, 2 token, 3 status, 4 event of the status, 5 retention in ms when it ends, else '', 6 parked until in ms, else '', 7 most events,
--       8 prefix of the keys of large values, 9 channel of changes, 10 channel of due work, 11 startedAt, 12 deadline,
--       13-15 counts of what follows: r removed steps, f names and values of fields, s names and records of steps; then names and large values,
--       or the keys of values that were written before, with a '!' before them
local execution, due, events, all = KEYS[1], KEYS[2], KEYS[3], KEYS[6]
local id, token, status, retention, parked, prefix = ARGV[1], ARGV[2], ARGV[3], ARGV[5], ARGV[6], ARGV[8]
local known = redis.call('HMGET', execution, 'status', 'token', 'startedAt', 'parkedBy', 'workflow', 'member', 'cancel', 'pausedAt', 'deadline')
local before, current = known[1], known[2]
if not before then
  return 'LOST'
end
if before ~= 'PENDING' and before ~= 'RUNNING' then
  return (current == token and before == status) and 'OK' or 'LOST'
end
if current ~= token then
  local parked_before = parked ~= '' and known[4] == token and tonumber(current) == tonumber(token) + 1
  return parked_before and 'OK' or 'LOST'
end

local removed_end = 15 + tonumber(ARGV[13])
local fields_end = removed_end + tonumber(ARGV[14])
local steps_end = fields_end + tonumber(ARGV[15])
local large = {}
for i = steps_end + 1, #ARGV, 2 do
  if string.sub(ARGV[i], 1, 1) == '!' then
    redis.call('PERSIST', string.sub(ARGV[i], 2))
  else
    large[ARGV[i]] = ARGV[i + 1]
    redis.call('SET', prefix .. ARGV[i], ARGV[i + 1])
  end
  redis.call('SADD', KEYS[5], ARGV[i])
end
for i = fields_end + 1, steps_end, 2 do
  local name, record = ARGV[i], ARGV[i + 1]
  if record == '@' or redis.call('HGET', execution, name) ~= record then
    redis.call('XADD', events, 'MAXLEN', '~', ARGV[7], '*', 'type', 'step', 'data', large[name] or record)
  end
end
for i = 16, removed_end do
  for _, name in ipairs({ 'step:' .. ARGV[i], 'step-output:' .. ARGV[i] }) do
    redis.call('HDEL', execution, name)
    if redis.call('SREM', KEYS[5], name) == 1 then
      redis.call('DEL', prefix .. name)
    end
  end
end
for i = removed_end + 1, steps_end, 2000 do
  redis.call('HSET', execution, unpack(ARGV, i, math.min(i + 1999, steps_end)))
end
if not known[3] then
  redis.call('HSET', execution, 'startedAt', ARGV[11], 'deadline', ARGV[12])
end

if before ~= status then
  redis.call('HSET', execution, 'status', status)
  for _, list in ipairs({ all, all .. ':workflow:' .. known[5] }) do
    redis.call('ZREM', list .. ':status:' .. before, known[6])
    redis.call('ZADD', list .. ':status:' .. status, 0, known[6])
  end
  redis.call('XADD', events, 'MAXLEN', '~', ARGV[7], '*', 'type', 'execution', 'data', ARGV[4])
end
redis.call('PUBLISH', ARGV[9], status)

-- A function may have written since; what it wrote lives as long as the execution.
redis.call('PERSIST', KEYS[4])
if parked == '' and retention == '' then
  return 'OK'
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HDEL', execution, 'owner')
if parked ~= '' then
  local score = tonumber(parked)
  if known[7] then
    score = now
  elseif known[8] then
    score = '+inf'
  elseif score > tonumber(known[9] or ARGV[12]) then
    -- Nobody waits beyond the deadline but for the end of a pause, and that has come meanwhile.
    score = now
  end
  redis.call('HINCRBY', execution, 'token', 1)
  redis.call('HSET', execution, 'parkedBy', token)
  redis.call('ZADD', due, score, 'x:' .. id)
  if score ~= '+inf' and score < now + 1000 then
    redis.call('PUBLISH', ARGV[10], 'x')
  end
  return 'OK'
end

retention = tonumber(retention)
redis.call('ZREM', due, 'x:' .. id)
for _, name in ipairs(redis.call('SMEMBERS', KEYS[5])) do
  redis.call('PEXPIRE', string.sub(name, 1, 1) == '!' and string.sub(name, 2) or prefix .. name, retention)
end
for i = 3, 5 do
  redis.call('PEXPIRE', KEYS[i], retention)
end
redis.call('PEXPIRE', execution, retention)
local ended = all .. ':ended'
redis.call('ZADD', ended, now + retention, status .. ' ' .. known[5] .. ' ' .. known[6])
for _, entry in ipairs(redis.call('ZRANGEBYSCORE', ended, '-inf', '(' .. now, 'LIMIT', 0, 100)) do
  local its_status, its_workflow, its_member = string.match(entry, '^(%S+) (%S+) (.+)$')
  for _, list in ipairs({ all, all .. ':workflow:' .. its_workflow }) do
    redis.call('ZREM', list, its_member)
    redis.call('ZREM', list .. ':status:' .. its_status, its_member)
  end
  redis.call('ZREM', ended, entry)
end
return 'OK'
