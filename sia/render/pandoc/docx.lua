-- A document as DOCX. Marks are character styles of the reference document: Word keeps the word, and the colour behind it.

local common = require("common")
local exhibits = require("exhibits")

local M = {}

local NAMES = {
  ["rating-red"] = "Rating Red",
  ["rating-amber"] = "Rating Amber",
  ["rating-green"] = "Rating Green",
  ["rating-none"] = "Rating None",
  ["signal-improving"] = "Signal Improving",
  ["signal-worsening"] = "Signal Worsening",
  ["signal-no-change"] = "Signal No Change",
  ["signal-cannot"] = "Signal Cannot",
}

local function xml(text)
  return pandoc.RawInline("openxml", text)
end

local function styled(content, style)
  return pandoc.Span(content, { ["custom-style"] = style })
end

local function mark(span)
  for _, class in ipairs({ "rating", "signal" }) do
    local variant = common.variant(span, class)
    local style = variant and NAMES[class .. "-" .. variant]
    if style and class == "rating" then
      -- No-break spaces inside the shading stand for the padding that the other formats have.
      return styled(pandoc.Inlines({ pandoc.Str("\u{a0}") }) .. span.content .. { pandoc.Str("\u{a0}") }, style)
    end
    if style then return styled(span.content, style) end
  end
  if span.classes:includes("source") then return styled(span.content, "Source") end
  return nil
end

local function is_signature(block)
  return (block.t == "Para" or block.t == "Plain") and #block.content == 1 and block.content[1].t == "Span"
    and block.content[1].classes:includes("signature")
end

local function paragraphs(blocks, style)
  return pandoc.Div(blocks, { ["custom-style"] = style })
end

local function commentary(div)
  local made = pandoc.Blocks({})
  for _, block in ipairs(div.content) do
    made:insert(paragraphs({ block }, is_signature(block) and "Commentary Signature" or "Commentary"))
  end
  return made
end

local function callout(div, kind)
  local title = div.content:remove(1)
  local style = "Callout " .. kind:gsub("^%l", string.upper)
  local made = pandoc.Blocks({ paragraphs(title.content, style .. " Title") })
  made:insert(paragraphs(div.content, style))
  return made
end

local function division(div)
  if div.classes:includes("page-break") then
    return pandoc.RawBlock("openxml", '<w:p><w:r><w:br w:type="page"/></w:r></w:p>')
  end
  local kind = common.variant(div, "callout")
  if kind and kind ~= "title" then return callout(div, kind) end
  if div.classes:includes("lead-in") then return paragraphs(div.content, "Lead In") end
  if div.classes:includes("commentary") then return commentary(div) end
  if div.classes:includes("notice") then return paragraphs(div.content, "Notice") end
  return nil
end

local function figure(element, job)
  local image = exhibits.image(element)
  if not image then return nil end
  local source = common.from_root(image.src):gsub("%.svg$", ".png")
  local picture = pandoc.Image(pandoc.Inlines({ pandoc.Str(image.alt) }), source, "")
  picture.attributes.width = image.width or job.widths[image.src] or "100%"
  element.content = pandoc.Blocks({ pandoc.Plain({ picture }) })
  return element
end

local function heading(header)
  local number = header.attributes.number
  if not number then return nil end
  header.attributes.number = nil
  header.content:insert(1, xml('<w:r><w:tab/></w:r>'))
  header.content:insert(1, styled({ pandoc.Str(number) }, "Section Number"))
  return header
end

local FIELD_BEGIN = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
  .. '<w:r><w:instrText xml:space="preserve">TOC \\o "1-%d" \\n \\h \\z \\u</w:instrText></w:r>'
  .. '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
local FIELD_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'

-- A contents field that already holds its entries: nothing has to be updated before it can be read.
local function contents(doc, job)
  local entries = pandoc.Blocks({ paragraphs({ pandoc.Para({ pandoc.Str(job.words.contents) }) }, "TOC Heading") })
  local listed = {}
  for _, block in ipairs(doc.blocks) do
    if block.t == "Header" and block.level <= job.toc_depth then listed[#listed + 1] = block end
  end
  for position, header in ipairs(listed) do
    local number = header.attributes.number and header.attributes.number .. "\u{2003}" or ""
    local line = pandoc.Inlines({ pandoc.Link(number .. common.plain(header.content), "#" .. header.identifier) })
    if position == 1 then line:insert(1, xml(FIELD_BEGIN:format(job.toc_depth))) end
    if position == #listed then line:insert(xml(FIELD_END)) end
    entries:insert(paragraphs({ pandoc.Para(line) }, "toc " .. header.level))
  end
  return entries
end

local function place_contents(doc, job)
  if not job.contents then return doc end
  local position = common.contents_position(doc, job.contents_after)
  for offset, block in ipairs(contents(doc, job)) do doc.blocks:insert(position + offset - 1, block) end
  return doc
end

function M.write(doc, job)
  doc = common.mark_lead_ins(common.paper_links(doc))
  doc = place_contents(doc, job)
  doc = doc:walk({
    Span = mark,
    Header = heading,
    Figure = function(element) return figure(element, job) end,
    Table = exhibits.shape_table,
  })
  doc = doc:walk({ Div = division })
  doc.meta.lang = job.tag
  if job.author ~= "" then doc.meta.author = pandoc.List({ pandoc.Inlines(job.author) }) end
  local options = pandoc.WriterOptions({
    reference_doc = job.reference,
    template = pandoc.template.compile(pandoc.template.default("openxml")),
  })
  local file = assert(io.open(job.output, "wb"))
  file:write(pandoc.write(doc, "docx", options))
  file:close()
  return { title_plain = common.plain(doc.meta.title) }
end

return M
