-- A document as Typst source for the template `report.typ`, which draws the marks.

local common = require("common")
local exhibits = require("exhibits")

local M = {}

local function raw(text)
  return pandoc.RawBlock("typst", text)
end

local function inline(text)
  return pandoc.RawInline("typst", text)
end

local function quoted(text)
  return '"' .. text:gsub("\\", "\\\\"):gsub('"', '\\"'):gsub("\n", " ") .. '"'
end

local function typst(blocks)
  return (pandoc.write(pandoc.Pandoc(blocks), "typst-smart"):gsub("%s+$", ""))
end

local function label(identifier)
  return identifier ~= "" and " <" .. identifier .. ">" or ""
end

-- Words that begin a content block of ours: Typst must not take their first sign for a list, a heading or a term.
local function opening(inlines)
  local first = inlines[1]
  if not first or first.t ~= "Str" then return inlines end
  local sign, rest = first.text:match("^([-+=/])(.*)$")
  local number, after = first.text:match("^(%d+)%.(.*)$")
  if not sign and not number then return inlines end
  local guarded = inlines:clone()
  guarded:remove(1)
  if rest ~= "" and sign then guarded:insert(1, pandoc.Str(rest)) end
  if after and after ~= "" then guarded:insert(1, pandoc.Str(after)) end
  guarded:insert(1, inline(sign and "\\" .. sign or number .. "\\."))
  return guarded
end

-- A mark is a labelled box: the template dresses the label, contents lists leave it plain. The content block around
-- it keeps the label from becoming that of a heading which ends with the mark.
local function mark(span)
  for _, class in ipairs({ "rating", "signal" }) do
    local variant = common.variant(span, class)
    if variant then
      local words = span.content:walk({ Space = function() return pandoc.Str("\u{a0}") end })
      local inlines = pandoc.Inlines({ inline("#[#box[") }) .. opening(words)
      inlines:insert(inline("]<" .. class .. "-" .. variant .. ">]"))
      return inlines
    end
  end
  for _, class in ipairs({ "signature", "source" }) do
    if span.classes:includes(class) then
      return pandoc.Inlines({ inline("#" .. class .. "[") }) .. opening(span.content) .. { inline("]") }
    end
  end
  if span.attributes.lang then
    return pandoc.Inlines({ inline("#text(lang: " .. quoted(span.attributes.lang) .. ")[") }) .. opening(span.content) .. {
      inline("]"),
    }
  end
  return span.content
end

local function wrapped(before, blocks)
  local made = pandoc.Blocks({ raw(before) })
  made:extend(blocks)
  made:insert(raw("]"))
  return made
end

local PLAIN = { commentary = "commentary", notice = "notice", ["summary-cards"] = "summary-cards", ["lead-in"] = "lead-in" }

local function division(div)
  if div.classes:includes("page-break") then return raw("#pagebreak(weak: true)") end
  if div.classes:includes("callout") then
    return wrapped("#callout(" .. quoted(common.variant(div, "callout")) .. ")[", div.content)
  end
  if div.classes:includes("callout-title") then
    return wrapped("#callout-title(" .. quoted(div.attributes.kind) .. ")[", div.content)
  end
  for class, name in pairs(PLAIN) do
    if div.classes:includes(class) then return wrapped("#" .. name .. "[", div.content) end
  end
  if div.attributes.lang then return wrapped("#text(lang: " .. quoted(div.attributes.lang) .. ")[", div.content) end
  return div.content
end

local function width(declared)
  local share = declared and declared:match("^([%d.]+)%%$")
  return share and share .. "%" or "100%"
end

local function figure(element, job)
  local image = exhibits.image(element)
  if not image then return nil end
  local caption = typst(element.caption.long:walk({ Span = mark }))
  return raw(
    "#figure(image(" .. quoted("/" .. common.from_root(image.src)) .. ", alt: " .. quoted(image.alt)
      .. ", width: " .. width(image.width or job.widths[image.src]) .. "), kind: image, caption: [" .. caption .. "])"
      .. label(element.identifier)
  )
end

local ALIGN = { AlignLeft = "left", AlignRight = "right", AlignCenter = "center", AlignDefault = "left" }

-- The letters of the longest rating in a column: a mark does not break, so its column must hold it.
local function longest_mark(tbl, position)
  local longest = 0
  for _, body in ipairs(tbl.bodies) do
    for _, row in ipairs(body.body) do
      local cell = row.cells[position]
      if cell then
        cell.contents:walk({
          Span = function(span)
            if span.classes:includes("rating") then longest = math.max(longest, utf8.len(common.plain(span.content))) end
          end,
        })
      end
    end
  end
  return longest
end

-- Points that a mark of so many letters takes in a table: about 4.6 a letter, 38 for shape, padding and gap.
local function mark_points(letters)
  return letters > 0 and 4.6 * letters + 38 or 0
end

local function column_width(tbl, position, share, job)
  if not share then return "auto" end
  local needed = mark_points(longest_mark(tbl, position))
  if share * job.line_points < needed then return string.format("%.1fpt", needed) end
  return string.format("%.4ffr", share)
end

local function column_lists(tbl, job)
  local columns, alignments = {}, {}
  for position, spec in ipairs(tbl.colspecs) do
    columns[position] = column_width(tbl, position, spec[2], job)
    alignments[position] = ALIGN[spec[1]]
  end
  return table.concat(columns, ", ") .. ",", table.concat(alignments, ", ") .. ","
end

-- A cell of a pipe table is one line of words, which is written with the table in one go; asking the writer for
-- each cell by itself would take a hundred times as long.
local function cell_inlines(cell)
  local only = cell.contents[1]
  if #cell.contents == 0 then return pandoc.Inlines({}) end
  if #cell.contents == 1 and (only.t == "Plain" or only.t == "Para") then return opening(only.content) end
  return pandoc.Inlines({ inline(typst(cell.contents:walk({ Span = mark }))) })
end

local function row_inlines(row)
  local inlines = pandoc.Inlines({})
  for position, cell in ipairs(row.cells) do
    local before = position > 1 and ", " or ""
    local span = cell.col_span > 1 and "table.cell(colspan: " .. cell.col_span .. ")" or ""
    inlines:insert(inline(before .. span .. "["))
    inlines:extend(cell_inlines(cell))
    inlines:insert(inline("]"))
  end
  return inlines
end

local function table_of(tbl, job)
  tbl = exhibits.shape_table(tbl)
  local columns, alignments = column_lists(tbl, job)
  local name = tbl.classes:includes("numbers") and "numbers-table" or "table"
  local made = pandoc.Inlines({
    inline("#figure(" .. name .. "(columns: (" .. columns .. "), align: (" .. alignments .. "),\n"),
  })
  for _, row in ipairs(tbl.head.rows) do
    made = made .. { inline("table.header(") } .. row_inlines(row) .. { inline("),\n") }
  end
  for _, body in ipairs(tbl.bodies) do
    for _, row in ipairs(body.body) do made = made .. row_inlines(row) .. { inline(",\n") } end
  end
  made:insert(inline("), kind: table, caption: ["))
  made:extend(opening(pandoc.utils.blocks_to_inlines(tbl.caption.long)))
  made:insert(inline("])" .. label(tbl.identifier)))
  return pandoc.Plain(made)
end

local function place_contents(doc, job)
  if job.contents then doc.blocks:insert(common.contents_position(doc, job.contents_after), raw("#contents()")) end
  return doc
end

function M.write(doc, job)
  doc = common.mark_lead_ins(common.paper_links(place_contents(doc, job)))
  doc = doc:walk({ Header = function(header) header.attributes.number = nil return header end })
  doc = doc:walk({
    Table = function(element) return table_of(element, job) end,
    Figure = function(element) return figure(element, job) end,
    Div = division,
  })
  doc = doc:walk({ Span = mark })
  return {
    body = pandoc.write(pandoc.Pandoc(doc.blocks), "typst-smart", { wrap_text = "none" }),
    title = typst({ pandoc.Plain(doc.meta.title) }),
    subtitle = typst({ pandoc.Plain(doc.meta.subtitle) }),
    title_plain = common.plain(doc.meta.title),
  }
end

return M
