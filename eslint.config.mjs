import eslint from "@eslint/js";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

export default defineConfig(
  { ignores: ["**/dist/", "**/pkg/", "target/", "**/node_modules/", "crates/*/src/"] },
  eslint.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // `list[index]!` where the index is known to be inside: the compiler cannot know, and a check would be dead code.
      "@typescript-eslint/no-non-null-assertion": "off",
      // A private constructor is how a class says that it is made by create().
      "@typescript-eslint/no-empty-function": ["error", { allow: ["private-constructors"] }],
    },
  },
  {
    files: ["**/*.mjs", "tests/package/examples/**"],
    // tsc checks the former for names that do not exist (tests/tsconfig.json), and tests run the latter.
    rules: { "no-undef": "off" },
  },
);
