-- What messages of different senders have in common: core/campaign/clusters.ts, step by step the same. Read before observe.lua.
-- :alike is a hash, place → cluster (and 'n' → the last id given): id, kind, firstAt, lastAt, senders, whether it is told, sketch,
-- members of 12 bytes (sender, message, at). :bands is a table of 65,536 u32: tag (16 bits), whether its cluster has several
-- senders (1 bit), place (12 bits). The layout is cluster-codec.ts'.
local byte, sub, find, floor = string.byte, string.sub, string.find, math.floor
local pack, unpack_bytes = struct.pack, struct.unpack
local PLACES, LOOKED_AT, MAX_ID = 4096, 16, 4294967295
local CLUSTER_KEPT, COUNTED_AGAIN, MEMBER, MEMBERS_MAX = 86400, 600, 12, 64
local HEADER, SHARED, TAG = 18, PLACES, 2 * PLACES
-- By kind: bytes of a sketch, its bands, bytes that must be equal.
local SHAPES = { { 64, 12, 29 }, { 16, 3, 16 }, { 16, 3, 16 } }
-- Lua takes only so many arguments at once.
local BATCH = 6000

local function new_clusters(base, now)
  local alike_key, bands_key = base .. ':alike', base .. ':bands'
  -- Everything is read once and written once, at the end.
  local by_place, changed_places, entries, changed_slots, last_id = {}, {}, {}, {}, nil
  local dead_at = now - CLUSTER_KEPT

  local function decode(value)
    local id, kind, first_at, last_at, senders, told = unpack_bytes('>I4BI4I4I4B', value)
    return {
      id = id, kind = kind, first_at = first_at, last_at = last_at, senders = senders, told = told, value = value,
    }
  end
  -- Most clusters that are read only have to make room: of these the beginning is enough.
  local function whole(c)
    if not c.sketch then
      local sketch_end = HEADER + SHAPES[c.kind][1]
      c.sketch, c.members = sub(c.value, HEADER + 1, sketch_end), sub(c.value, sketch_end + 1)
    end
    return c
  end
  local function encode(c)
    whole(c)
    return pack('>I4BI4I4I4B', c.id, c.kind, c.first_at, c.last_at, c.senders, c.told) .. c.sketch .. c.members
  end

  local function at_place(place)
    local cluster = by_place[place]
    if cluster == nil then
      local value = redis.call('HGET', alike_key, place)
      cluster = value and decode(value)
      by_place[place] = cluster
    end
    return cluster
  end
  local function living(place)
    local cluster = at_place(place)
    return cluster and cluster.last_at > dead_at and cluster or nil
  end

  local function is_alike(cluster, trait)
    if cluster.kind ~= trait.kind then return false end
    whole(cluster)
    if trait.kind ~= 1 then return cluster.sketch == trait.sketch end
    cluster.bytes = cluster.bytes or { byte(cluster.sketch, 1, -1) }
    trait.bytes = trait.bytes or { byte(trait.sketch, 1, -1) }
    local one, other, equal = cluster.bytes, trait.bytes, 0
    for i = 1, #one do
      if one[i] == other[i] then equal = equal + 1 end
    end
    return equal >= SHAPES[1][3]
  end

  -- The oldest cluster of a trait.
  local function find_cluster(trait)
    local looked, oldest = {}, nil
    local slots, tags = trait.slots, trait.tags
    for i = 1, #slots do
      local entry = entries[slots[i]]
      if entry >= TAG and floor(entry / TAG) == tags[i] then
        local place = entry % PLACES
        if not looked[place] then
          looked[place] = true
          local cluster = living(place)
          if cluster and not (oldest and cluster.id > oldest.id) and is_alike(cluster, trait) then oldest = cluster end
        end
      end
    end
    return oldest
  end

  local function next_id()
    last_id = last_id or tonumber(redis.call('HGET', alike_key, 'n') or 0)
    local best, fewest = 0, math.huge
    for step = 1, LOOKED_AT do
      local id = last_id + step
      if id > MAX_ID then id = step end
      local holder = living(id % PLACES)
      local senders = holder and holder.senders or 0
      if senders < fewest then best, fewest = id, senders end
      if senders <= 1 then break end
    end
    last_id = best
    return best
  end

  local function add_member(cluster, sender, message, at)
    if at > cluster.last_at then cluster.last_at = at end
    local from, place = 1, nil
    repeat
      place = find(cluster.members, sender, from, true)
      from = place and place + 1
    until not place or (place - 1) % MEMBER == 0
    if place then
      if at < unpack_bytes('>I4', cluster.members, place + 8) + COUNTED_AGAIN then return end
      cluster.members = sub(cluster.members, 1, place - 1) .. sub(cluster.members, place + MEMBER)
    else
      cluster.senders = cluster.senders + 1
    end
    cluster.members = sub(cluster.members .. sender .. message .. pack('>I4', at), -MEMBER * MEMBERS_MAX)
  end

  local function is_free(entry)
    if entry % TAG < SHARED then return true end
    local holder = living(entry % PLACES)
    return not holder or holder.senders == 1
  end

  local function add(trait, sender, message, at)
    local cluster = find_cluster(trait)
    if cluster then
      add_member(cluster, sender, message, at)
    else
      cluster = {
        id = next_id(), kind = trait.kind, first_at = at, last_at = at, senders = 1, told = 0,
        sketch = trait.sketch, members = sender .. message .. pack('>I4', at), bytes = trait.bytes,
      }
      by_place[cluster.id % PLACES] = cluster
    end
    local place = cluster.id % PLACES
    changed_places[place] = true
    local own = place + (cluster.senders > 1 and SHARED or 0)
    local slots, tags = trait.slots, trait.tags
    for i = 1, #slots do
      local slot = slots[i]
      local old, new = entries[slot], own + tags[i] * TAG
      if old ~= new and is_free(old) then
        entries[slot] = new
        changed_slots[slot] = true
      end
    end
    return cluster
  end

  -- packed: sender's place (u16), key (8), member's sender, message and time (u32 each), then each trait: kind, sketch, slot and tag
  -- (u16 each) of every band. A slot is named as BITFIELD wants it.
  local function traits_of(packed)
    local traits, p, length = {}, 23, #packed
    while p <= length do
      local kind = byte(packed, p)
      local shape = SHAPES[kind]
      local slots, tags, bands = {}, {}, shape[2]
      local numbers = { byte(packed, p + 1 + shape[1], p + shape[1] + 4 * bands) }
      for band = 1, bands do
        local n = 4 * band
        slots[band] = '#' .. numbers[n - 3] * 256 + numbers[n - 2]
        tags[band] = numbers[n - 1] * 256 + numbers[n]
      end
      local trait = { kind = kind, sketch = sub(packed, p + 1, p + shape[1]), slots = slots, tags = tags }
      p = p + 1 + shape[1] + 4 * bands
      traits[#traits + 1] = trait
    end
    return traits
  end

  local function read_slots(messages)
    local wanted, args, n = {}, {}, 0
    local function read()
      local values = redis.call('BITFIELD', bands_key, unpack(args, 1, n))
      for i, slot in ipairs(wanted) do entries[slot] = values[i] end
      wanted, n = {}, 0
    end
    for _, message in ipairs(messages) do
      for _, trait in ipairs(message.traits) do
        for _, slot in ipairs(trait.slots) do
          if not entries[slot] then
            entries[slot] = 0
            args[n + 1], args[n + 2], args[n + 3] = 'GET', 'u32', slot
            n = n + 3
            wanted[#wanted + 1] = slot
            if n >= BATCH then read() end
          end
        end
      end
    end
    if n > 0 then read() end
  end

  local function flush()
    local values = {}
    for place in pairs(changed_places) do
      values[#values + 1], values[#values + 2] = place, encode(by_place[place])
    end
    if #values == 0 then return end
    if last_id then values[#values + 1], values[#values + 2] = 'n', string.format('%d', last_id) end
    redis.call('HSET', alike_key, unpack(values))
    redis.call('EXPIRE', alike_key, CLUSTER_KEPT)
    local args, n = {}, 0
    for slot in pairs(changed_slots) do
      args[n + 1], args[n + 2], args[n + 3], args[n + 4] = 'SET', 'u32', slot, entries[slot]
      n = n + 4
      if n >= BATCH then
        redis.call('BITFIELD', bands_key, unpack(args, 1, n))
        n = 0
      end
    end
    if n > 0 then redis.call('BITFIELD', bands_key, unpack(args, 1, n)) end
    redis.call('EXPIRE', bands_key, CLUSTER_KEPT)
  end

  -- The cluster ids of each packed message (0 = none), and those clusters as they are afterwards; `counts` says which messages are new.
  return function(packed_messages, counts)
    local messages, found, all, known, values = {}, {}, {}, {}, {}
    for i, packed in ipairs(packed_messages) do messages[i] = { packed = packed, traits = traits_of(packed) } end
    read_slots(messages)
    for i, message in ipairs(messages) do
      local packed, ids = message.packed, {}
      local who = sub(packed, 1, 10)
      local is_new = counts[who]
      counts[who] = nil
      for t, trait in ipairs(message.traits) do
        local cluster
        if is_new then
          cluster = add(trait, sub(packed, 11, 14), sub(packed, 15, 18), (unpack_bytes('>I4', packed, 19)))
        else
          cluster = find_cluster(trait)
        end
        ids[t] = cluster and cluster.id or 0
        if cluster and not known[cluster.id] then
          known[cluster.id] = true
          all[#all + 1] = cluster.id
        end
      end
      found[i] = ids
    end
    flush()
    for _, id in ipairs(all) do
      local cluster = by_place[id % PLACES]
      if cluster.id == id then values[#values + 1] = encode(cluster) end
    end
    return found, values
  end
end
