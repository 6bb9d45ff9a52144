-- For Quarto: what every page shows. The notice stands on top, the as-at date and the licences at the end, and the
-- first page leads to the whole report. The embedded renderer does the same by itself.

local function small(inlines)
  return pandoc.Para({ pandoc.Span(inlines, { class = "source" }) })
end

local function is_first_page()
  local file = quarto and quarto.doc and quarto.doc.input_file or ""
  return file:match("assessments[/\\][^/\\]+[/\\]index%.qmd$") ~= nil
end

local function as_inlines(value)
  if pandoc.utils.type(value) == "Inlines" then return value end
  return pandoc.Inlines({ pandoc.Str(pandoc.utils.stringify(value)) })
end

function Pandoc(doc)
  local meta = doc.meta
  if is_first_page() and FORMAT:match("html") then
    doc.blocks:insert(1, pandoc.Para({
      pandoc.Str("Download the whole report: "), pandoc.Link("PDF", "/report.pdf"),
      pandoc.Str(", "), pandoc.Link("Word", "/report.docx"),
    }))
  end
  if meta.notice and pandoc.utils.stringify(meta.notice) ~= "" then
    doc.blocks:insert(1, pandoc.Div({ pandoc.Para(as_inlines(meta.notice)) }, { class = "notice" }))
  end
  if meta["as-at"] then
    doc.blocks:insert(small(pandoc.Inlines("Figures as at ") .. as_inlines(meta["as-at"]) .. { pandoc.Str(".") }))
  end
  for _, licence in ipairs(meta.licences or {}) do
    doc.blocks:insert(small(as_inlines(licence)))
  end
  return doc
end
