"use strict";
(() => {
  const form = document.getElementById("filters");
  const output = document.getElementById("shown");
  const none = document.getElementById("none");
  const findings = [...document.querySelectorAll(".finding")];
  const controls = [...document.querySelectorAll(".control")];
  const single = ["q", "control", "severity", "cluster", "input"];
  const texts = new Map();

  // Text is read when somebody searches, not before.
  const textOf = (finding) => {
    if (!texts.has(finding)) texts.set(finding, finding.textContent.toLowerCase());
    return texts.get(finding);
  };

  const wanted = () => {
    const data = new FormData(form);
    const want = { status: data.getAll("status") };
    for (const name of single) want[name] = data.get(name) || "";
    want.words = want.q.toLowerCase().split(/\s+/).filter(Boolean);
    want.any = want.status.length > 0 || single.some((name) => want[name] !== "");
    return want;
  };

  const matches = (finding, want) => {
    const is = finding.dataset;
    return (want.status.length === 0 || want.status.includes(is.status)) &&
      (want.control === "" || is.control === want.control) &&
      (want.severity === "" || is.severity === want.severity) &&
      (want.cluster === "" || is.cluster === want.cluster) &&
      (want.input === "" || is.input === want.input) &&
      want.words.every((word) => textOf(finding).includes(word));
  };

  const mark = (element, on) => {
    if (on) element.setAttribute("aria-current", "true");
    else element.removeAttribute("aria-current");
  };

  const apply = () => {
    const want = wanted();
    let shown = 0;
    for (const finding of findings) {
      finding.hidden = want.any && !matches(finding, want);
      if (!finding.hidden) shown++;
    }
    for (const control of controls) {
      control.hidden = want.any && !control.querySelector(".finding:not([hidden])");
      const closed = control.querySelector(".closed");
      if (!closed) continue;
      closed.hidden = want.any && !closed.querySelector(".finding:not([hidden])");
      // What somebody asks for by status or by word is not to stay folded.
      closed.open = !closed.hidden && (want.words.length > 0 || want.status.length > 0);
    }
    for (const tile of document.querySelectorAll(".tile")) mark(tile, want.control !== "" && tile.dataset.control === want.control);
    for (const row of document.querySelectorAll(".fleet tbody tr")) {
      mark(row, want.input !== "" && row.querySelector("[data-input]").dataset.input === want.input);
    }
    none.hidden = shown > 0;
    form.querySelector("[type=reset]").disabled = !want.any;
    output.textContent = want.any ? `${shown} of ${findings.length} findings` : `${findings.length} findings`;
    return want;
  };

  // The filters stand in the address, so that a view can be sent to somebody.
  const remember = (want) => {
    const params = new URLSearchParams();
    for (const name of single) if (want[name] !== "") params.set(name, want[name]);
    if (want.status.length > 0) params.set("status", want.status.join(","));
    const hash = params.toString();
    history.replaceState(null, "", hash === "" ? location.pathname + location.search : "#" + hash);
  };

  const fill = (params) => {
    for (const name of single) if (form.elements[name]) form.elements[name].value = params.get(name) || "";
    const statuses = (params.get("status") || "").split(",");
    for (const box of form.querySelectorAll("[name=status]")) box.checked = statuses.includes(box.value);
  };

  const reveal = (target) => {
    if (target.closest("[hidden]")) {
      fill(new URLSearchParams());
      apply();
    }
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    target.scrollIntoView({ block: "center" });
    const summary = target.querySelector("summary");
    if (summary) summary.focus({ preventScroll: true });
  };

  const follow = () => {
    const hash = location.hash.slice(1);
    if (hash.includes("=")) {
      fill(new URLSearchParams(hash));
      apply();
      document.getElementById("findings").scrollIntoView();
      return;
    }
    const target = hash && document.getElementById(hash);
    if (target && target.classList.contains("finding")) reveal(target);
  };

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => remember(apply()));
  form.addEventListener("reset", () => setTimeout(() => remember(apply())));
  addEventListener("hashchange", follow);

  // To ask for the same finding twice does not change the address.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.node");
    if (!link || link.getAttribute("href") !== location.hash) return;
    event.preventDefault();
    follow();
  });

  // A tile, or a cell of the inputs' table, asks for its findings; the tile that
  // is chosen already asks for all.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-control], a[data-input]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const again = link.getAttribute("aria-current") === "true";
    const params = new URLSearchParams();
    if (!again && link.dataset.control) params.set("control", link.dataset.control);
    if (!again && link.dataset.input) params.set("input", link.dataset.input);
    fill(params);
    remember(apply());
    if (!again) document.getElementById("findings").scrollIntoView();
  });

  for (const graph of document.querySelectorAll(".graph")) {
    const wires = [...graph.querySelectorAll(".wire")];
    const trace = (node) => {
      graph.classList.toggle("tracing", node !== null);
      for (const wire of wires) {
        wire.classList.toggle("on", node !== null && (wire.dataset.from === node.dataset.node || wire.dataset.to === node.dataset.node));
      }
    };
    for (const kind of ["mouseover", "focusin"]) graph.addEventListener(kind, (event) => trace(event.target.closest(".node")));
    for (const kind of ["mouseleave", "focusout"]) graph.addEventListener(kind, () => trace(null));
  }

  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    for (const details of folded) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of folded) details.open = false;
  });

  apply();
  follow();
})();
