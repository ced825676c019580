//! CP932 both ways, strict.
