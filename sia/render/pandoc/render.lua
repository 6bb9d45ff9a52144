-- One pandoc process makes every document of a run: jobs come in as JSON on standard input, results go out as JSON
-- on standard output; DOCX, which is binary, is written to the job's `output`. The working folder is the project's root.

local folder = arg[0]:match("^(.*[/\\])") or ""
package.path = folder .. "?.lua;" .. package.path

local common = require("common")
local references = require("references")
local formats = { html = require("html"), docx = require("docx"), typst = require("typst") }

-- What a document may hold and nothing more: raw parts would vanish in one format and show in another.
local READER = "markdown-raw_html-raw_tex-raw_attribute-native_divs-native_spans-tex_math_dollars"
  .. "-yaml_metadata_block-latex_macros-markdown_in_html_blocks"

local function read_inlines(text)
  if text == nil or text == "" then return pandoc.Inlines({}) end
  return pandoc.utils.blocks_to_inlines(pandoc.read(text, READER).blocks)
end

local function render(job)
  local doc = pandoc.read(job.text, READER)
  doc.meta = { title = read_inlines(job.title), subtitle = read_inlines(job.subtitle), date = read_inlines(job.date) }
  doc = common.prepare(doc, job)
  doc = references.resolve(doc, job)
  return formats[job.format].write(doc, job)
end

local request = pandoc.json.decode(io.read("a"), false)
local results = {}
for position, job in ipairs(request.jobs) do
  job.words, job.shapes = request.words[job.lang] or request.words.en, request.shapes
  local done, result = pcall(render, job)
  results[position] = done and result or { error = tostring(result) }
end
io.write(pandoc.json.encode(results))
