"""年度替わり: next year's menu from this year's, confirmed by the departments, published on a day."""
