/** Draws openapi.json. Everything goes in as text, never as markup. */
const make = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children.filter((child) => child !== null));
  return element;
};

const typeOf = (schema) =>
  schema.enum
    ? schema.enum.map((value) => JSON.stringify(value)).join(" | ")
    : [schema.type, schema.format].flat().filter(Boolean).join(" ") || "any";

const parametersOf = (route) => {
  if (!route.parameters.length) return null;
  const rows = route.parameters.map((one) =>
    make(
      "tr",
      {},
      make("td", {}, make("code", {}, one.name)),
      make("td", {}, one.in),
      make("td", {}, one.required ? "needed" : ""),
      make("td", {}, make("code", {}, typeOf(one.schema))),
    ),
  );
  const head = make(
    "tr",
    {},
    ...["Parameter", "Where", "", "Type"].map((text) => make("th", { scope: "col" }, text)),
  );
  return make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows));
};

const schemaBlock = (title, content) => {
  const schema = content && Object.values(content)[0]?.schema;
  return schema
    ? make(
        "div",
        {},
        make("h4", {}, title),
        make("pre", { tabindex: "0" }, JSON.stringify(schema, null, 2)),
      )
    : null;
};

const routeOf = (path, method, route) => {
  const summary = make(
    "summary",
    {},
    make("span", { class: `method ${method.toUpperCase()}` }, method.toUpperCase()),
    make("code", {}, path),
    make("span", { class: "what" }, route.summary),
    make("span", { class: "needs" }, `needs: ${route["x-permission"]}`),
  );
  const details = make(
    "details",
    { "data-text": `${method} ${path} ${route.summary} ${route.operationId}`.toLowerCase() },
    summary,
  );
  details.addEventListener("toggle", () => {
    if (details.childElementCount > 1) return;
    details.append(
      ...[
        parametersOf(route),
        schemaBlock("Body", route.requestBody?.content),
        schemaBlock("Answer", route.responses["200"]?.content),
      ].filter(Boolean),
    );
  });
  return details;
};

const api = await (await fetch("/api/openapi.json")).json();
document.querySelector("#about").textContent = api.info.description.replaceAll("`", "");
const groups = new Map();
for (const [path, methods] of Object.entries(api.paths)) {
  for (const [method, route] of Object.entries(methods)) {
    const group = groups.get(route.tags[0]) ?? [];
    groups.set(route.tags[0], [...group, routeOf(path, method, route)]);
  }
}
const main = document.querySelector("#routes");
main.replaceChildren(
  ...[...groups].map(([tag, routes]) => make("section", {}, make("h2", {}, tag), ...routes)),
);
document.querySelector("#filter").addEventListener("input", (event) => {
  const wanted = event.target.value.trim().toLowerCase();
  for (const details of main.querySelectorAll("details"))
    details.hidden = !details.dataset.text.includes(wanted);
  for (const section of main.querySelectorAll("section"))
    section.hidden = !section.querySelector("details:not([hidden])");
});
