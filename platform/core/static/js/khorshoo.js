document.querySelectorAll("input[data-suggest]").forEach((input) => {
  const list = document.createElement("datalist");
  list.id = input.id + "-titles";
  input.after(list);
  input.setAttribute("list", list.id);
  input.removeAttribute("autocomplete"); // "off" hides lists too
  let wait, known = {};
  input.addEventListener("input", () => {
    const url = known[input.value];
    if (url) { location.href = url; return; }
    clearTimeout(wait);
    wait = setTimeout(async () => {
      const asked = input.value.trim();
      if (asked.length < 2) return;
      try {
        const answer = await fetch(input.dataset.suggest + "?q=" + encodeURIComponent(asked));
        const { titles } = await answer.json();
        if (input.value.trim() !== asked) return;
        known = {};
        list.replaceChildren(...titles.map(({ title, url }) => {
          known[title] = url;
          const plain = title.toLowerCase().includes(asked.toLowerCase());
          return new Option(plain ? title : `${title} (${asked})`, title);
        }));
      } catch { /* no line: the form still works */ }
    }, 150);
  });
});

document.querySelectorAll(".print").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => print());
});
