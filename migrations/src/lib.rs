//! The schema of Lokaal and the law in it: one change a file.
