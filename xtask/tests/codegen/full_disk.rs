//! A run whose disk is full: one of 5 MB, in the memory, that only the run sees.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output};

use crate::world::{World, XTASK, assert_same, success, tree};

/// The free space on the disk, in KiB; the new files need more.
const SPARE: [&str; 4] = ["0", "8", "32", "100"];

/// Mounts the disk, and runs there: `$1` is the program, `$2` the folder of the documents, the
/// others are what is left on the disk. Copies of the crate show what each run has done.
const SCRIPT: &str = r#"
xtask=$1 folder=$2 disk=$2/disk
shift 2
mount -t tmpfs -o size=5m codegen "$disk" || exit 1
touch "$folder/mounted"
set -e
cp -R "$folder/sdk" "$disk"
for spare in "$@"; do
    cat /dev/zero > "$disk/ballast" 2> /dev/null || true
    truncate --size="-${spare}K" "$disk/ballast"
    if "$xtask" codegen --spec "$folder/new" --out "$disk/sdk" 2> "$folder/complaint$spare"; then
        echo "$spare KiB are enough" >&2
        exit 1
    fi
    cp -R "$disk/sdk" "$folder/after$spare"
done
rm "$disk/ballast"
"$xtask" codegen --spec "$folder/new" --out "$disk/sdk"
cp -R "$disk/sdk" "$folder/mended"
"#;

#[test]
fn a_full_disk_leaves_every_file_as_it_was() {
    let world = World::new();
    let [old, new] = world.right();
    let out = world.new_crate("sdk");
    world.generate("old", &out);
    fs::create_dir(world.path().join("disk")).unwrap();
    let Some(output) = run(world.path()) else {
        // Also when the test passes.
        let _ = writeln!(std::io::stderr(), "left out: the full disk: none can be mounted here");
        return;
    };
    success(&output);
    for spare in SPARE {
        let complaint = world.path().join(format!("complaint{spare}"));
        let complaint = fs::read_to_string(complaint).unwrap();
        assert!(complaint.contains("No space left on device"), "{spare}: {complaint}");
        assert!(complaint.contains("no file was changed"), "{spare}: {complaint}");
        assert_same(&tree(&world.path().join(format!("after{spare}"))), &old, spare);
    }
    assert_same(&tree(&world.path().join("mended")), &new, "with space again");
}

/// Runs the script where it may mount: with root's rights, or in a user namespace.
fn run(folder: &Path) -> Option<Output> {
    [&["--mount"][..], &["--user", "--map-root-user", "--mount"]].into_iter().find_map(|rights| {
        let mut command = Command::new("unshare");
        command.args(rights).args(["sh", "-c", SCRIPT, "sh", XTASK]).arg(folder).args(SPARE);
        let output = command.output().ok()?;
        folder.join("mounted").exists().then_some(output)
    })
}
