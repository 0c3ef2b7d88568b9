/* eslint-disable */
/**
 * Generated `api` utility.
 *
 * THIS CODE IS AUTOMATICALLY GENERATED.
 *
 * To regenerate, run `npx convex dev`.
 * @module
 */

import type * as ai from "../ai.js";
import type * as calls from "../calls.js";
import type * as data from "../data.js";
import type * as documents from "../documents.js";
import type * as emails from "../emails.js";
import type * as embedding from "../embedding.js";
import type * as files from "../files.js";
import type * as idempotency from "../idempotency.js";
import type * as images from "../images.js";
import type * as orders from "../orders.js";
import type * as payments from "../payments.js";
import type * as reminders from "../reminders.js";
import type * as reports from "../reports.js";
import type * as seed from "../seed.js";
import type * as service from "../service.js";
import type * as thumbnails from "../thumbnails.js";
import type * as tokens from "../tokens.js";
import type * as users from "../users.js";
import type * as weather from "../weather.js";

import type {
  ApiFromModules,
  FilterApi,
  FunctionReference,
} from "convex/server";

declare const fullApi: ApiFromModules<{
  ai: typeof ai;
  calls: typeof calls;
  data: typeof data;
  documents: typeof documents;
  emails: typeof emails;
  embedding: typeof embedding;
  files: typeof files;
  idempotency: typeof idempotency;
  images: typeof images;
  orders: typeof orders;
  payments: typeof payments;
  reminders: typeof reminders;
  reports: typeof reports;
  seed: typeof seed;
  service: typeof service;
  thumbnails: typeof thumbnails;
  tokens: typeof tokens;
  users: typeof users;
  weather: typeof weather;
}>;

/**
 * A utility for referencing Convex functions in your app's public API.
 *
 * Usage:
 * ```js
 * const myFunctionReference = api.myModule.myFunction;
 * ```
 */
export declare const api: FilterApi<
  typeof fullApi,
  FunctionReference<any, "public">
>;

/**
 * A utility for referencing Convex functions in your app's internal API.
 *
 * Usage:
 * ```js
 * const myFunctionReference = internal.myModule.myFunction;
 * ```
 */
export declare const internal: FilterApi<
  typeof fullApi,
  FunctionReference<any, "internal">
>;

export declare const components: {
  calls: import("@convex-action/server/_generated/component.js").ComponentApi<"calls">;
};
