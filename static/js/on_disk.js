// Search and check on a site that was written to a disk: data comes as scripts, which a page opened
// from a disk may load, where it may not fetch a file. Nothing is sent anywhere.
(() => {
  const MOST_SHOWN = 50;
  const root = new URL("../../", document.currentScript.src).href; // this file lies in static/js/
  const asked = new URLSearchParams(window.location.search);
  const plain = (text) => (text || "").normalize("NFKC").toLowerCase();

  const load = (name) =>
    new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = root + name;
      script.onload = done;
      script.onerror = failed;
      document.head.append(script);
    });

  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  };

  const marked = (text, terms) => {
    const box = document.createDocumentFragment();
    const places = plain(text);
    const hits = new Array(text.length).fill(false);
    if (places.length === text.length) {
      for (const term of terms) {
        for (let at = places.indexOf(term); at >= 0; at = places.indexOf(term, at + term.length)) {
          hits.fill(true, at, at + term.length);
        }
      }
    }
    for (let start = 0; start < text.length; ) {
      let end = start + 1;
      while (end < text.length && hits[end] === hits[start]) end += 1;
      const piece = text.slice(start, end);
      box.append(hits[start] ? element("mark", "", piece) : piece);
      start = end;
    }
    return box;
  };

  const begins = (row, term) => /^[a-z]{2,}$/.test(term) && row[4].includes(term);
  const holds = (row, term) => row[3].includes(term) || begins(row, term);
  const isNamed = (row, terms) => terms.every((term) => plain(row[1]).includes(term) || begins(row, term));

  // A few words around the first term that stands in neither line of the card; null where all do.
  const excerpt = (row, terms) => {
    const shown = plain(`${row[1]} ${row[2]}`);
    const hidden = terms.find((term) => !shown.includes(term) && row[3].includes(term));
    if (!hidden) return null;
    const at = row[3].indexOf(hidden);
    const [start, end] = [Math.max(0, at - 20), at + hidden.length + 40];
    return [start ? "…" : "", row[3].slice(start, end), end < row[3].length ? "…" : ""];
  };

  const card = (row, terms) => {
    const item = element("li", "power-card");
    const name = element("p", "power-card__name");
    const way = element("a");
    way.href = root + row[5].split("/").map(encodeURIComponent).join("/");
    way.append(marked(row[1], terms));
    name.append(way);
    const beside = element("p", "power-card__also");
    beside.append(`${row[0]} · `, marked(row[2], terms));
    item.append(name, beside);
    const words = excerpt(row, terms);
    if (words) {
      const where = element("p", "power-card__also");
      where.append(words[0], marked(words[1], terms), words[2]); // "…" alone is no sign of the text
      item.append(where);
    }
    return item;
  };

  const search = async (box) => {
    const query = asked.get("q") || "";
    for (const input of document.querySelectorAll("input[name=q]")) input.value = query;
    const terms = [...new Set(plain(query).split(/\s+/).filter(Boolean))].slice(0, 8);
    if (!terms.length) return;
    const found = [];
    window.publicRows = (part, rows) => {
      for (const row of rows) if (terms.every((term) => holds(row, term))) found.push(row);
    };
    for (let part = 0; part < Number(box.dataset.parts); part += 1) await load(`data/search-${part}.js`);
    found.sort((one, other) => isNamed(other, terms) - isNamed(one, terms)); // otherwise as they came
    const more = found.length > MOST_SHOWN ? `，先列出 ${MOST_SHOWN} 条，多写一个词可以缩小范围` : "";
    const said = found.length ? `含“${query}”的内容共 ${found.length} 条${more}。` : `没有找到含“${query}”的内容。少写几个字，或换一个说法再试。`;
    box.querySelector("[data-count]").textContent = said;
    box.querySelector("[data-found]").replaceChildren(...found.slice(0, MOST_SHOWN).map((row) => card(row, terms)));
  };

  const check = async (box) => {
    const typed = (name) => plain(asked.get(name)).replace(/[^\p{L}\p{N}_.-]/gu, "");
    const [number, digest] = [typed("number"), typed("digest")];
    if (!number) return;
    document.getElementById("check-number").value = asked.get("number");
    document.getElementById("check-digest").value = asked.get("digest") || "";
    let known;
    window.publicNumbers = (rows) => {
      known = rows.find((row) => row[0].toLowerCase() === number);
    };
    await load("data/numbers.js");
    const [tone, title, text] = answer(known, digest);
    box.className = `check-answer check-answer--${tone}`;
    box.replaceChildren(element("h2", "", title), element("p", "", text));
    box.hidden = false;
  };

  const answer = (known, digest) => {
    if (!known) return ["unknown", "没有找到这个编号", "请先核对有没有输错。这里只能核对生成这份网站时已向社会公布的内容。"];
    const why = known[4] ? `，理由：${known[4].replace(/。$/, "")}` : "";
    const state = `现在的状态（生成这份网站时）：${known[2]}，${known[3]}${why}。`;
    if (!digest) return ["known", "有这个编号", `校验码应当是 ${known[1]}，与手里的对照，一致就是真的。${state}`];
    if (!/^[0-9a-f]{16,64}$/.test(digest)) return ["incomplete", "校验码不完整", "请至少输入校验码的前 16 位，由数字和字母 a 到 f 组成。"];
    if (known[1].startsWith(digest)) return ["genuine", "核对相符，是真的", `编号和校验码对得上。${state}`];
    return ["different", "校验码对不上", `有这个编号，但校验码不同。请先核对有没有输错；仍对不上的，手里的这份可能被改动过。${state}`];
  };

  const searching = document.querySelector("[data-disk-search]");
  const checking = document.querySelector("[data-disk-check]");
  if (searching) search(searching);
  if (checking) check(checking);
})();
