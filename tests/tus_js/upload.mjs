// Uploads a file as tus-js-client does, and prints each thing that happens as a line of JSON.
//
//   node upload.mjs ADDRESS TOKEN FILE OPTIONS    where OPTIONS is JSON: chunk, parallel, deferred, stopAfter, resume, retries

import { createReadStream } from "node:fs";
import { createRequire } from "node:module";
import { PassThrough } from "node:stream";
import { pathToFileURL } from "node:url";

const modules = createRequire(pathToFileURL(`${process.env.TUS_JS_MODULES}/`));
const tus = modules("tus-js-client");

const [address, token, file, said = "{}"] = process.argv.slice(2);
const options = JSON.parse(said);
const told = (what, more = {}) => console.log(JSON.stringify({ what, ...more }));

const whole = createReadStream(file);
const source = options.deferred ? whole.pipe(new PassThrough()) : whole; // a file's length would be known
let stopped = false;
const upload = new tus.Upload(source, {
  endpoint: address,
  uploadUrl: options.resume ?? null,
  headers: { Authorization: `Bearer ${token}` },
  metadata: { filename: "执法录像.mp4", filetype: "video/mp4" },
  chunkSize: options.chunk ?? Infinity,
  uploadLengthDeferred: Boolean(options.deferred),
  uploadDataDuringCreation: Boolean(options.withCreation),
  parallelUploads: options.parallel ?? 1,
  retryDelays: Array(options.retries ?? 0).fill(200),
  removeFingerprintOnSuccess: true,
  onUploadUrlAvailable: () => told("url", { url: upload.url }),
  onAfterResponse: (request, response) =>
    told("response", {
      method: request.getMethod(),
      status: response.getStatus(),
      blake3: response.getHeader("Mingjing-Blake3") ?? "",
    }),
  onChunkComplete: (size, accepted) => {
    told("chunk", { accepted });
    if (options.stopAfter && accepted >= options.stopAfter && !stopped) {
      stopped = true;
      upload.abort().then(() => told("stopped", { url: upload.url }));
    }
  },
  onSuccess: () => told("done", { url: upload.url }),
  onError: (error) => {
    told("error", { message: String(error) });
    process.exitCode = 1;
  },
});
upload.start();
