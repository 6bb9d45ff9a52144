-- What every format needs first: parts for other formats or editions taken out, callouts made into one known shape.

local M = {}

local ALLOWED = { ["when-format"] = true, ["unless-format"] = true, ["when-profile"] = true, ["unless-profile"] = true }
local ALIASES = { typst = "pdf", latex = "pdf" }
local CALLOUTS = { note = true, tip = true, important = true, warning = true, caution = true }

local function matches(key, value, job)
  value = ALIASES[value] or value
  if key:find("profile") then return value == job.edition end
  return value == (job.format == "typst" and "pdf" or job.format)
end

-- Whether a part stays. A condition that is not plainly understood leaves the part out, so that a slip of the pen
-- cannot publish what was meant for partners.
local function stays(element, job)
  local hidden = element.classes:includes("content-hidden")
  local all, any = true, false
  for key, value in pairs(element.attributes) do
    if not ALLOWED[key] then return false end
    local holds = matches(key, value, job)
    if key:find("^unless") then holds = not holds end
    all, any = all and holds, true
  end
  if not any then return false end
  if hidden then return not all end
  return all
end

local function is_conditional(element)
  return element.classes:includes("content-visible") or element.classes:includes("content-hidden")
end

local function conditional(element, job)
  if not is_conditional(element) then return nil end
  if stays(element, job) then return element.content end
  return {}
end

local function callout_kind(div)
  for _, class in ipairs(div.classes) do
    local kind = class:match("^callout%-(.+)$")
    if kind and CALLOUTS[kind] then return kind end
  end
end

-- A callout becomes a Div of class `callout` whose first block is a Div of class `callout-title`.
local function callout(div, job)
  local kind = callout_kind(div)
  if not kind then return nil end
  local title = pandoc.Inlines({})
  local first = div.content[1]
  if first and first.t == "Header" then
    title = first.content
    div.content:remove(1)
  elseif div.attributes.title then
    title = pandoc.utils.blocks_to_inlines(pandoc.read(div.attributes.title, "markdown").blocks)
  end
  local word = pandoc.Strong({ pandoc.Str(job.words[kind]) })
  local line = pandoc.Inlines({ word })
  if #title > 0 then line = pandoc.Inlines({ word, pandoc.Str(":"), pandoc.Space() }) .. title end
  div.content:insert(1, pandoc.Div({ pandoc.Para(line) }, { class = "callout-title", kind = kind }))
  return pandoc.Div(div.content, pandoc.Attr(div.identifier, { "callout", "callout-" .. kind }))
end

-- Conditions are understood on divisions and spans; anything else that carries one is left out.
local function drop_conditional(element)
  if is_conditional(element) then return {} end
end

function M.prepare(doc, job)
  doc = doc:walk({
    traverse = "topdown",
    Div = function(div) return conditional(div, job) end,
    Span = function(span) return conditional(span, job) end,
    Header = drop_conditional,
    CodeBlock = drop_conditional,
    Table = drop_conditional,
    Figure = drop_conditional,
    Image = drop_conditional,
    Link = drop_conditional,
    Code = drop_conditional,
  })
  return doc:walk({ Div = function(div) return callout(div, job) end })
end

-- A class of the form `rating-red` on a span of class `rating`: gives "red".
function M.variant(element, class)
  if not element.classes:includes(class) then return nil end
  for _, each in ipairs(element.classes) do
    local variant = each:match("^" .. class .. "%-(.+)$")
    if variant then return variant end
  end
end

-- Text of inlines without formatting, as used in contents lists and alternative texts.
function M.plain(inlines)
  return pandoc.utils.stringify(inlines)
end

-- A path from the project's root ("/build/...") as seen from the working folder.
function M.from_root(path)
  return (path:gsub("^/", ""))
end

-- Links that lead to another page or a published table mean nothing on paper: only their words stay.
function M.paper_links(doc)
  return doc:walk({
    Link = function(link)
      local target = link.target
      if target:match("^#") or target:match("^%a[%w+.-]*:") then return nil end
      return link.content
    end,
  })
end

local LISTS = { BulletList = true, OrderedList = true }

-- On paper the words that lead into a list ("...:") stay on the page on which the list begins.
function M.mark_lead_ins(doc)
  return doc:walk({
    Blocks = function(blocks)
      for index = 1, #blocks - 1 do
        local block = blocks[index]
        local leads = block.t == "Para" and LISTS[blocks[index + 1].t] and M.plain(block.content):match(":$")
        if leads then blocks[index] = pandoc.Div({ block }, { class = "lead-in" }) end
      end
      return blocks
    end,
  })
end

-- Where the contents list goes: after the section that the front matter names (`contents-after`), else after the first
-- section, so that the first page answers the reader's first questions.
function M.contents_position(doc, after)
  local level
  for index, block in ipairs(doc.blocks) do
    if block.t == "Header" and level and block.level <= level then return index end
    if block.t == "Header" and not level and (after == "" or block.identifier == after) then level = block.level end
  end
  return level and #doc.blocks + 1 or 1
end

return M
