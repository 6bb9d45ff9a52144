"""Charts: one module a kind, each from values that may be shown, in the look of `theme/tokens.yml`."""
