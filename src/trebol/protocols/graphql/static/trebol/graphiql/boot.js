"use strict";
// Starts GraphiQL on this server's endpoint. A command of a browser's session needs Django's CSRF token:
// the cookie's, which is the newest; the page's own where scripts may not read the cookie.
(function () {
  const place = document.getElementById("graphiql");
  const { url, token, cookie, header } = place.dataset;

  function csrfToken() {
    const start = cookie + "=";
    const found = document.cookie.split("; ").find((part) => part.startsWith(start));
    return found ? decodeURIComponent(found.slice(start.length)) : token;
  }

  async function fetcher(request, options) {
    const headers = {
      Accept: "application/graphql-response+json, application/json",
      "Content-Type": "application/json",
      [header]: csrfToken(),
      ...((options && options.headers) || {}),
    };
    const response = await fetch(url, {
      method: "POST", headers, body: JSON.stringify(request), credentials: "same-origin",
    });
    return response.json();
  }

  place.textContent = "";
  ReactDOM.createRoot(place).render(
    React.createElement(GraphiQL, { fetcher, shouldPersistHeaders: false, defaultEditorToolsVisibility: true }),
  );
})();
