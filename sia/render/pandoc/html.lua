-- A page's body as HTML, its title and its contents; the page around it is made from a template elsewhere.

local common = require("common")
local exhibits = require("exhibits")

local M = {}

local function html(blocks)
  return pandoc.write(pandoc.Pandoc(blocks), "html5")
end

local function raw(text)
  return pandoc.RawBlock("html", text)
end

local function escaped(text)
  return (text:gsub("[&<>\"]", { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }))
end

-- Tables scroll by themselves on a narrow screen; whoever uses the keyboard can reach them.
local function wrap_table(tbl)
  tbl = exhibits.shape_table(tbl)
  local identifier = tbl.identifier
  local written = html({ tbl })
  written = written:gsub("<thead>.-</thead>", function(part) return (part:gsub("<th([ >])", '<th scope="col"%1')) end)
  written = written:gsub("<tbody>.-</tbody>", function(part) return (part:gsub("<th([ >])", '<th scope="row"%1')) end)
  local name = ""
  if identifier ~= "" then
    written = written:gsub("<caption>", '<caption id="' .. identifier .. '-caption">', 1)
    name = ' role="region" aria-labelledby="' .. identifier .. '-caption"'
  end
  return raw('<div class="table-scroll"' .. name .. ' tabindex="0">\n' .. written .. "\n</div>")
end

local function figure(element, job)
  local image = exhibits.image(element)
  if not image then return nil end
  job.images[#job.images + 1] = image.src
  local width = image.width and ' style="width: ' .. escaped(image.width) .. '"' or ""
  local identifier = element.identifier ~= "" and ' id="' .. element.identifier .. '"' or ""
  local caption = html(element.caption.long)
  return raw(
    "<figure" .. identifier .. ">\n"
      .. '<img src="' .. escaped(image.src) .. '" alt="' .. escaped(image.alt) .. '"' .. width .. ">\n"
      .. "<figcaption>" .. caption .. "</figcaption>\n</figure>"
  )
end

local function heading(header)
  local number = header.attributes.number
  if not number then return nil end
  header.attributes.number = nil
  header.content:insert(1, pandoc.Space())
  header.content:insert(1, pandoc.Span(number, { class = "header-section-number" }))
  return header
end

local function contents(doc, depth)
  local items = {}
  doc:walk({
    Header = function(header)
      if header.level >= 2 and header.level <= depth and not header.classes:includes("unlisted") then
        items[#items + 1] = { level = header.level, id = header.identifier, text = common.plain(header.content) }
      end
    end,
  })
  return items
end

local function page_links(link)
  link.target = link.target:gsub("%.qmd$", ".html"):gsub("%.qmd#", ".html#")
  return link
end

local function aside(div)
  if div.classes:includes("page-break") then return raw('<div class="page-break"></div>') end
  if div.classes:includes("callout-title") then div.attributes.kind = nil end
  if div.classes:includes("callout") then div.attributes.role = "note" end
  return div
end

function M.write(doc, job)
  job.images = {}
  doc = doc:walk({ Header = heading, Link = page_links, Div = aside })
  local listed = contents(doc, job.toc_depth)
  local body = doc:walk({
    traverse = "topdown",
    Table = function(element) return wrap_table(element), false end,
    Figure = function(element) return figure(element, job), false end,
  })
  return {
    body = pandoc.write(pandoc.Pandoc(body.blocks), "html5", { wrap_text = "none" }),
    title = pandoc.write(pandoc.Pandoc({ pandoc.Plain(doc.meta.title) }), "html5"),
    subtitle = pandoc.write(pandoc.Pandoc({ pandoc.Plain(doc.meta.subtitle) }), "html5"),
    title_plain = common.plain(doc.meta.title),
    contents = listed,
    images = job.images,
  }
end

return M
