//! The packs are in the program: a file that was added to them must be in the next build.

fn main() {
    println!("cargo:rerun-if-changed=packs");
}
