-- Numbers for sections, figures and tables, and the references to them. Numbers are written here, not by the formats,
-- so that all of them count alike.

local M = {}

local function kind_of(identifier)
  return identifier:match("^(fig)%-") or identifier:match("^(tbl)%-") or identifier:match("^(sec)%-")
end

local function first_level(doc)
  local lowest = 6
  doc:walk({ Header = function(header) lowest = math.min(lowest, header.level) end })
  return lowest
end

local function next_number(counts, depth)
  counts[depth] = (counts[depth] or 0) + 1
  for deeper = depth + 1, #counts do counts[deeper] = nil end
  local parts = {}
  for level = 1, depth do parts[level] = tostring(counts[level] or 0) end
  return table.concat(parts, ".")
end

local function without_marks(inlines)
  local kept = inlines:walk({
    Span = function(span)
      if span.classes:includes("rating") or span.classes:includes("signal") then return {} end
    end,
  })
  while #kept > 0 and kept[#kept].t == "Space" do kept:remove(#kept) end
  return kept
end

-- Every id that may be referred to, with its number; headings carry theirs as the attribute `number`.
local function number(doc, job)
  local entries, counts, sections, base = {}, { fig = 0, tbl = 0 }, {}, first_level(doc)
  local function count(element)
    local kind = kind_of(element.identifier)
    if kind == "fig" or kind == "tbl" then
      counts[kind] = counts[kind] + 1
      entries[element.identifier] = { kind = kind, number = tostring(counts[kind]) }
    end
  end
  doc = doc:walk({
    traverse = "topdown",
    Header = function(header)
      local entry = { kind = "sec", title = without_marks(header.content) }
      if job.numbered and not header.classes:includes("unnumbered") then
        entry.number = next_number(sections, header.level - base + 1)
        header.attributes.number = entry.number
      end
      entries[header.identifier] = entry
      return header
    end,
    Figure = count,
    Table = count,
  })
  return doc, entries
end

local function label(entry, alone, words)
  if not entry.number then return entry.title end
  if alone then return pandoc.Inlines({ pandoc.Str(entry.number) }) end
  return pandoc.Inlines({ pandoc.Str(words[entry.kind] .. "\u{a0}" .. entry.number) })
end

local function linked(citation, entries, words)
  local entry = entries[citation.id]
  if not entry then error("nothing has the id " .. citation.id) end
  local inlines = pandoc.Inlines({})
  if #citation.prefix > 0 then inlines:extend(citation.prefix .. { pandoc.Space() }) end
  local alone = citation.mode == "SuppressAuthor" or #citation.prefix > 0
  inlines:insert(pandoc.Link(label(entry, alone, words), "#" .. citation.id))
  inlines:extend(citation.suffix)
  return inlines
end

-- A name with an "@" before it ("@ONS") is not a reference of ours: its words stay as they were written.
local function cite(element, entries, words)
  local inlines = pandoc.Inlines({})
  for position, citation in ipairs(element.citations) do
    if not kind_of(citation.id) then return element.content end
    if position > 1 then inlines:extend({ pandoc.Str(","), pandoc.Space() }) end
    inlines:extend(linked(citation, entries, words))
  end
  return inlines
end

local function prefix_caption(element, entries, words)
  local entry = entries[element.identifier]
  if not entry or entry.kind == "sec" or #element.caption.long == 0 then return nil end
  local first = element.caption.long[1]
  local lead = { pandoc.Str(words[entry.kind] .. "\u{a0}" .. entry.number .. ":"), pandoc.Space() }
  first.content = pandoc.Inlines(lead) .. first.content
  element.caption.long[1] = first
  return element
end

function M.resolve(doc, job)
  local entries
  doc, entries = number(doc, job)
  return doc:walk({
    Cite = function(element) return cite(element, entries, job.words) end,
    Figure = function(element) return prefix_caption(element, entries, job.words) end,
    Table = function(element) return prefix_caption(element, entries, job.words) end,
  })
end

return M
