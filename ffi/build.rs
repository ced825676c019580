//! The name the library goes by, and the C++ half of the bridge.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    // Without it a program that was linked by path would look for the library at that very path.
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libcplink1.so");
    }
    #[cfg(feature = "cxx")]
    {
        println!("cargo:rerun-if-changed=src/bridge/mod.rs");
        cxx_build::bridge("src/bridge/mod.rs").std("c++14").compile("cplink_bridge");
    }
}
