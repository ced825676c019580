//! The page of the zip file of a target.

use super::library::Library;
use super::manylinux;
use super::release::VERSION;
use super::target::Target;

const README: &str = include_str!("text/README.md");
const README_JA: &str = include_str!("text/README.ja.md");

/// What a page says that is not the same for every target.
struct Texts {
    files: &'static str,
    linking: &'static str,
    requirements: String,
}

/// The page in English.
pub(super) fn english(target: &Target, library: &Library) -> Result<String, String> {
    let texts = if target.windows.is_some() {
        Texts {
            files: "| `bin/cplink1.dll` | the library: put it beside the program |\n\
                    | `bin/cplink.exe` | the command, for what cannot load a library: `cplink --help` |\n\
                    | `lib/libcplink1.dll.a`, `lib/cplink1.lib` | import libraries for GNU compilers and for MSVC |\n\
                    | `lib/cplink1.def` | the module definition, for other linkers (`lib /def:cplink1.def`) |\n\
                    | `lib/libcplink1.a` | the static library, for GNU compilers only |",
            linking: "Link `lib\\cplink1.lib` (MSVC) or `-Llib -lcplink1` (GNU).",
            requirements: "Made with GNU tools; the import library for MSVC was not tried with MSVC itself.".to_owned(),
        }
    } else {
        Texts {
            files: "| `lib/libcplink1.so` | the library |\n| `lib/libcplink1.a` | the static library |\n\
                    | `bin/cplink` | the command, for what cannot load a library: `cplink --help` |",
            linking: "Link `-Iinclude -Llib -lcplink1`; with the static library also the system's: `-lpthread -ldl -lm`.",
            requirements: format!(
                "Needs glibc 2.{} or newer, and of shared libraries only: {}.",
                manylinux::glibc(&library.shared)?,
                manylinux::needed(&library.shared)?.join(", ")
            ),
        }
    };
    Ok(filled(README, &texts, target, library))
}

/// The page in Japanese.
pub(super) fn japanese(target: &Target, library: &Library) -> Result<String, String> {
    let texts = if target.windows.is_some() {
        Texts {
            files: "| `bin/cplink1.dll` | ライブラリ本体。プログラムと同じフォルダーに置きます |\n\
                    | `bin/cplink.exe` | ライブラリを読み込めないソフトのためのコマンド（`cplink --help`） |\n\
                    | `lib/libcplink1.dll.a`、`lib/cplink1.lib` | インポートライブラリ（GNUのコンパイラー用、MSVC用） |\n\
                    | `lib/cplink1.def` | ほかのリンカー用のモジュール定義ファイル（`lib /def:cplink1.def`） |\n\
                    | `lib/libcplink1.a` | 静的ライブラリ（GNUのコンパイラー専用） |",
            linking: "`lib\\cplink1.lib`（MSVC）または `-Llib -lcplink1`（GNU）をリンクします。",
            requirements: "GNUのツールで作成しました。MSVC用のインポートライブラリは、MSVC自体では試していません。"
                .to_owned(),
        }
    } else {
        Texts {
            files: "| `lib/libcplink1.so` | ライブラリ本体 |\n| `lib/libcplink1.a` | 静的ライブラリ |\n\
                    | `bin/cplink` | ライブラリを読み込めないソフトのためのコマンド（`cplink --help`） |",
            linking: "`-Iinclude -Llib -lcplink1` でリンクします。静的ライブラリを使うときは、システムの `-lpthread -ldl -lm` も加えます。",
            requirements: format!(
                "glibc 2.{} 以降が必要です。必要な共有ライブラリは次のものだけです: {}",
                manylinux::glibc(&library.shared)?,
                manylinux::needed(&library.shared)?.join("、")
            ),
        }
    };
    Ok(filled(README_JA, &texts, target, library))
}

fn filled(page: &str, texts: &Texts, target: &Target, library: &Library) -> String {
    let Texts { files, linking, requirements } = texts;
    page.replace("@VERSION@", VERSION)
        .replace("@TRIPLE@", target.triple)
        .replace("@FILES@", files)
        .replace("@LINKING@", linking)
        .replace("@COMPILER@", &library.compiler)
        .replace("@REQUIREMENTS@", requirements)
}
