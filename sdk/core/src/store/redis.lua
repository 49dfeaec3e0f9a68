-- All that the store does, each call a whole that nothing comes between. ARGV[1] names it.
-- KEYS[1]: the hash of one entry. KEYS[2]: a sorted set of the keys of unfinished work, by the end
-- of their leases in milliseconds since 1970.

local entry, open = KEYS[1], KEYS[2]

local function now()
    local time = redis.call('TIME')
    return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function lease(key, millis)
    redis.call('ZADD', open, string.format('%.0f', now() + millis), key)
end

local function is_owner(owner)
    return redis.call('HGET', entry, 'owner') == owner
end

local function is_held(owner)
    return is_owner(owner) and redis.call('HEXISTS', entry, 'outcome') == 0
end

local calls = {}

function calls.start(key, owner, state, millis)
    local outcome = redis.call('HGET', entry, 'outcome')
    if outcome then
        return {'finished', outcome}
    end
    local known = redis.call('HGET', entry, 'state')
    local ends = redis.call('ZSCORE', open, key)
    if known and ends and tonumber(ends) > now() then
        return {'busy', ''}
    end
    redis.call('HSET', entry, 'owner', owner, 'state', known or state)
    lease(key, millis)
    return known and {'resumed', known} or {'new', ''}
end

function calls.save(key, owner, state, millis)
    if not is_held(owner) then
        return 0
    end
    redis.call('HSET', entry, 'state', state)
    lease(key, millis)
    return 1
end

function calls.finish(key, owner, outcome, keep)
    if not is_held(owner) then
        local again = is_owner(owner) and redis.call('HGET', entry, 'outcome') == outcome
        return again and 1 or 0
    end
    redis.call('HSET', entry, 'outcome', outcome)
    redis.call('HDEL', entry, 'state')
    redis.call('ZREM', open, key)
    redis.call('PEXPIRE', entry, keep)
    return 1
end

function calls.release(key, owner)
    if not is_held(owner) then
        return 0
    end
    redis.call('HSET', entry, 'owner', '')
    -- Behind all that have been free for longer.
    lease(key, 0)
    return 1
end

function calls.state(key)
    local ends = redis.call('ZSCORE', open, key)
    return ends and tonumber(ends) <= now() and redis.call('HGET', entry, 'state')
end

-- Here KEYS[1] is what stands before every key.
function calls.unfinished(prefix, limit)
    local found = {}
    for _, key in ipairs(redis.call('ZRANGEBYSCORE', open, '-inf', now())) do
        if #found >= tonumber(limit) then
            break
        end
        local state = string.sub(key, 1, #prefix) == prefix
            and redis.call('HGET', entry .. key, 'state')
        if state then
            table.insert(found, {key, state})
        end
    end
    return found
end

return calls[ARGV[1]](unpack(ARGV, 2))
