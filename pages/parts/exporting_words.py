"""What a page's exports are called. Plain text."""

EXPORT = "Export"
ABOUT = "Each file says the answer, the data set, the settings that differ from default, seed, model and link."
NAME = "As shown on Explore"
SETS = {"pptx": "slides of the set (PPTX)", "xlsx": "a workbook of the set (XLSX)"}
MAKING = "Making the file …"
