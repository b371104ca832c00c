/* Checks of a page that a test runs inside it. Each returns a list of sentences; an empty list is a pass. */
window.pageChecks = {
  /** Everything that can be pressed or filled in has a name; ids are unique; pictures have an alt. */
  names() {
    const problems = [];
    const shown = (node) => node.checkVisibility({ visibilityProperty: true });
    const label = (node) => (node.getAttribute("aria-label") || [...(node.labels || [])].map((one) => one.textContent).join(" ")
      || (node.getAttribute("aria-labelledby") || "").split(/\s+/).map((id) => document.getElementById(id)?.textContent || "").join(" ")
      || node.textContent || "").trim();
    for (const node of document.querySelectorAll("button, a, input, select, textarea, [role=listbox], dialog[open], nav, section, article")) {
      if (shown(node) && !label(node)) problems.push(`no name: ${node.outerHTML.slice(0, 90)}`);
    }
    for (const node of document.querySelectorAll("img:not([alt])")) problems.push(`no alt: ${node.src}`);
    for (const node of document.querySelectorAll("[onclick], div[tabindex='0']:not([role]), span[tabindex='0']:not([role])")) problems.push(`not a control: ${node.outerHTML.slice(0, 90)}`);
    const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
    for (const id of new Set(ids.filter((one, index) => ids.indexOf(one) !== index))) problems.push(`id twice: ${id}`);
    for (const attr of ["aria-controls", "aria-labelledby", "aria-describedby"]) {
      for (const node of document.querySelectorAll(`[${attr}]`)) {
        for (const id of node.getAttribute(attr).split(/\s+/)) if (!document.getElementById(id)) problems.push(`${attr} points nowhere: ${id}`);
      }
    }
    if (document.querySelectorAll("main").length !== 1 || document.querySelectorAll("h1").length !== 1) problems.push("not one main and one h1");
    if (!document.documentElement.lang) problems.push("no language");
    return problems;
  },

  /** Text stands out from what is behind it: 4.5 to 1, or 3 to 1 where it is large (WCAG 2.2, 1.4.3). */
  contrast() {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 1;
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    const over = (layers) => {
      pen.clearRect(0, 0, 1, 1);
      for (const layer of layers) { pen.fillStyle = layer; pen.fillRect(0, 0, 1, 1); }
      return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const light = (rgb) => rgb.map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
      .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const problems = new Set();
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const node = walk.currentNode.parentElement;
      if (!walk.currentNode.textContent.trim() || !node.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      if (node.closest(":disabled, .sr, .skip, noscript, script") || getComputedStyle(node).visibility === "hidden") continue;
      const behind = [];
      for (let up = node; up; up = up.parentElement) behind.unshift(getComputedStyle(up).backgroundColor);
      const style = getComputedStyle(node);
      const [a, b] = [light(over([...behind, style.color])), light(over(behind))].sort((x, y) => y - x);
      const size = parseFloat(style.fontSize);
      const needed = size >= 24 || (size >= 18.6 && style.fontWeight >= 700) ? 3 : 4.5;
      const ratio = (a + 0.05) / (b + 0.05);
      if (ratio < needed) problems.add(`${ratio.toFixed(2)} for “${walk.currentNode.textContent.trim().slice(0, 30)}” in ${node.tagName}.${node.className}`);
    }
    return [...problems];
  },

  /** Nothing sticks out sideways: neither the page, nor the messages, nor one message's body. */
  overflow() {
    const problems = [];
    if (document.documentElement.scrollWidth > innerWidth) problems.push(`the page is ${document.documentElement.scrollWidth} wide in ${innerWidth}`);
    for (const node of document.querySelectorAll("#log, .message .body, .embed, .file, .top, .composer, .side, .rail")) {
      if (node.checkVisibility({ visibilityProperty: true }) && node.scrollWidth > node.clientWidth + 1) problems.push(`${node.className} is ${node.scrollWidth} wide in ${node.clientWidth}`);
    }
    return problems;
  },
};
