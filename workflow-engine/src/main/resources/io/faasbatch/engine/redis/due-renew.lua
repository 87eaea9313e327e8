-- Starts the lease of claimed work anew; only of what is still its owner's. Answers members: with '-' before them those that are not, with '?' executions of
-- which something is asked. One that has ended in its owner's hands is neither.
-- KEYS: 1 due work. ARGV: 1 lease in ms, 2... members and tokens
local due = KEYS[1]
local time = redis.call('TIME')
local score = time[1] * 1000 + math.floor(time[2] / 1000) + tonumber(ARGV[1])
local answer = {}
for i = 2, #ARGV, 2 do
  local member, token = ARGV[i], ARGV[i + 1]
  local id = string.sub(member, 3)
  local key = string.sub(member, 1, 2) == 'x:' and 'fb:{' .. id .. '}:execution' or 'fb:invocation:' .. id .. ':call'
  local known = redis.call('HMGET', key, 'token', 'endedAt', 'cancel', 'pausedAt')
  if known[1] ~= token then
    answer[#answer + 1] = '-' .. member
  elseif not known[2] then
    redis.call('ZADD', due, score, member)
    if known[3] or known[4] then
      answer[#answer + 1] = '?' .. member
    end
  end
end
return answer
