// The term check of the admin: what is written is compared with the outdated forms of the glossary.
(() => {
  const data = document.getElementById("term-check-data");
  if (!data) return;
  const { words, terms } = JSON.parse(data.textContent);
  const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+");
  // A word with its endings, but not another word that only begins like it.
  const endings =
    "(?:[нгсд]?(?:ы|ий|ын|ийн|ыг|ийг|аар|ээр|оор|өөр|аас|ээс|оос|өөс|аа|ээ|оо|өө|ууд|үүд)|д|т|г|н|тай|тэй|той|чид|s|es){0,2}";
  const rows = terms.map((term) => ({
    ...term,
    pattern: new RegExp(`(?<!\\p{L})${escape(term.form)}${endings}(?!\\p{L})`, "giu"),
  }));
  const place = document.createElement("div");
  place.className = "term-check";
  place.setAttribute("role", "status");
  document.body.append(place);

  const own = (field) =>
    field.closest("[data-edit-form], main") && !/hidden|password|checkbox|radio|file/.test(field.type || "");
  const written = () => {
    const texts = [];
    for (const field of document.querySelectorAll("input, textarea")) {
      if (own(field) && !/slug|variants|avoided|latin|comment/.test(field.name)) texts.push(field.value);
    }
    for (const field of document.querySelectorAll("[contenteditable=true]")) texts.push(field.innerText);
    return texts.join("\n");
  };
  const check = () => {
    let text = written();
    const found = [];
    for (const row of rows) {
      const hits = text.match(row.pattern);
      if (hits) found.push([hits[0], row]);
      text = text.replace(row.pattern, " ");
    }
    place.replaceChildren();
    if (!found.length) return;
    const title = document.createElement("strong");
    title.textContent = words.title;
    const list = document.createElement("ul");
    for (const [hit, row] of found) {
      const item = document.createElement("li");
      const instead = Object.values(row.instead).filter(Boolean).join(" / ");
      item.textContent = words.line.replace("{found}", hit).replace("{instead}", instead);
      list.append(item);
    }
    place.append(title, list);
  };
  let waiting;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(check, 400);
  };
  addEventListener("input", soon);
  addEventListener("load", soon);
  soon();
})();
