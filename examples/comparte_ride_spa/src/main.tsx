import { render } from "preact";
import { App } from "./App.tsx";
import { loadConfig } from "./api/config.ts";
import { resume } from "./api/session.ts";
import { language } from "./words/index.ts";
import "./style.css";

document.documentElement.lang = language;
await Promise.all([loadConfig(), resume()]);
render(<App />, document.body);
