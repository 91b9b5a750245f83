// Draws every chart from the rows in this file, and again when the reader's screen turns dark or light. Paper is light.
(() => {
  const read = id => JSON.parse(document.getElementById(id).textContent);
  const charts = read("charts"), themes = read("themes");
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const draw = paper => {
    const theme = dark.matches && paper !== true ? "dark" : "light";
    // Expressions are interpreted: the page's own rules let nothing be evaluated.
    const how = { actions: false, renderer: "svg", ast: true, logLevel: 1, tooltip: { theme } };
    for (const [id, chart] of Object.entries(charts)) {
      window.vegaEmbed("#" + id, { ...chart, width: "container", config: themes[theme] }, how);
    }
  };
  dark.addEventListener("change", draw);
  window.addEventListener("beforeprint", () => draw(true));
  window.addEventListener("afterprint", draw);
  draw();
})();
