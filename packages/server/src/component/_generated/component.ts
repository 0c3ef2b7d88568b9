/* eslint-disable */
/**
 * Generated `ComponentApi` utility.
 *
 * THIS CODE IS AUTOMATICALLY GENERATED.
 *
 * To regenerate, run `npx convex dev`.
 * @module
 */

import type { FunctionReference } from "convex/server";

/** A utility for referencing a Convex component's exposed API. */
export type ComponentApi<Name extends string | undefined = string | undefined> =
  {
    lib: {
      beat: FunctionReference<
        "mutation",
        "internal",
        { try: string },
        null,
        Name
      >;
      claim: FunctionReference<
        "mutation",
        "internal",
        {
          action: string;
          user: string | null;
          id: string;
          try: string;
          mac: string;
          repeatable: boolean;
          retain: number;
        },
        | {
            state: "running" | "finished" | "refused" | "failed" | "lost";
            value?: string;
          }
        | { state: "claimed" }
        | { state: "sealed" | "other-arguments" | "taken" },
        Name
      >;
      end: FunctionReference<
        "mutation",
        "internal",
        {
          try: string;
          state: "finished" | "refused" | "failed";
          value?: string;
        },
        null,
        Name
      >;
      outcome: FunctionReference<
        "query",
        "internal",
        { action?: string; user: string | null; id: string; try?: string },
        | {
            state: "running" | "finished" | "refused" | "failed" | "lost";
            value?: string;
          }
        | { state: "unknown"; why: "age" | "other" | "no-try" },
        Name
      >;
      settle: FunctionReference<
        "mutation",
        "internal",
        {
          action: string;
          user: string | null;
          id: string;
          tries: Array<string>;
          age: number;
          retain: number;
        },
        | {
            state: "running" | "finished" | "refused" | "failed" | "lost";
            value?: string;
          }
        | { state: "unknown"; why: "age" | "other" | "no-try" }
        | { state: "never" },
        Name
      >;
    };
  };
