-- Figures and tables, read once for every format: alternative text, width of columns, which columns are figures.

local M = {}

-- Documents are checked before they get here; this holds even if the check should miss something.
local function is_inside(src)
  local home = src:match("^/([^/]+)/")
  return (home == "assessments" or home == "build" or home == "theme") and not src:find("..", 1, true)
end

-- The image of a figure, with its alternative text and the share of the line it takes (nil: its own size).
function M.image(figure)
  local found
  figure:walk({ Image = function(image) found = found or image end })
  if not found then return nil end
  if not is_inside(found.src) then error("the image " .. found.src .. " is outside what documents may reach") end
  local alt = found.attributes["fig-alt"] or found.attributes.alt or ""
  return { src = found.src, alt = alt, width = found.attributes.width }
end

local function widths(tbl)
  local declared = tbl.attributes["tbl-colwidths"]
  if not declared then return nil end
  local shares, total = {}, 0
  for share in declared:gmatch("[%d.]+") do
    shares[#shares + 1] = tonumber(share)
    total = total + tonumber(share)
  end
  if #shares ~= #tbl.colspecs or total == 0 then return nil end
  for position, share in ipairs(shares) do shares[position] = share / math.max(total, 100) end
  return shares
end

-- Declared widths applied, every column of a `.numbers` table but the first aligned right, the first column as headers.
function M.shape_table(tbl)
  local shares, numbers = widths(tbl), tbl.classes:includes("numbers")
  for position, spec in ipairs(tbl.colspecs) do
    local align, width = spec[1], spec[2]
    if numbers and position > 1 and align == "AlignDefault" then align = "AlignRight" end
    if align == "AlignDefault" then align = "AlignLeft" end
    -- Pandoc spreads the columns of a table with long lines over the line; only declared widths are meant.
    tbl.colspecs[position] = { align, shares and shares[position] or nil }
  end
  for _, body in ipairs(tbl.bodies) do
    if not tbl.classes:includes("no-row-headers") then body.row_head_columns = 1 end
  end
  tbl.attributes["tbl-colwidths"] = nil
  return tbl
end

return M
