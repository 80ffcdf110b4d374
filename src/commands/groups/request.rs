//! `groups --request`: a request in JSON, an answer in JSON; nothing of the team is read.

use std::io::Read as _;
use std::path::Path;
use std::time::Instant;

use super::super::{Context, Exit, Failure, reason};
use crate::chance::Chance;
use crate::fault::visible;
use crate::request::{Answer, Request};

/// Bytes of a request at most: a hundred thousand people and their history.
const MOST: u64 = 1 << 30;

/// Answers a request.
///
/// # Errors
/// When it cannot be read, something in it is wrong, or the answer cannot be written.
pub fn run(context: &mut Context<'_>, file: &Path, timing: bool) -> Result<Exit, Failure> {
    let text = read(context, file)?;
    let request = Request::read(&text).map_err(|wrong| {
        let sentences: Vec<String> = wrong
            .iter()
            .map(|it| format!("{}: {}", it.rule, visible(&it.says)))
            .collect();
        Failure::Misuse(sentences.join("\n"))
    })?;
    // The same request gives the same bytes, so without a seed there is one nonetheless.
    let seed = context.globals.seed.or(request.seed).unwrap_or_default();
    let (seed, mut chance) = chance(Some(seed), None)?;
    let (answer, took) = timed(|| request.answer(seed, chance.rng()));
    if timing {
        writeln!(context.err, "{took} ms")?;
    }
    match answer {
        Answer::Groups(groups) => {
            context.json(&groups)?;
            Ok(Exit::Done)
        }
        Answer::Impossible(refusal) => {
            context.json(&refusal)?;
            Ok(Exit::Faults)
        }
    }
}

fn read(context: &Context<'_>, file: &Path) -> Result<String, Failure> {
    let bytes = if file == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin()
            .take(MOST)
            .read_to_end(&mut bytes)
            .map(|_| bytes)
    } else {
        context.disk.read(&context.folder.join(file), MOST)
    };
    let name = visible(&file.to_string_lossy());
    let bytes =
        bytes.map_err(|it| Failure::Failed(format!("{name} cannot be read: {}.", reason(&it))))?;
    String::from_utf8(bytes).map_err(|_| Failure::Misuse(format!("{name} is not UTF-8 text.")))
}

/// Chance for groups, and the seed that fixes it; with a private salt mixed in, a seed tells
/// nothing.
///
/// # Errors
/// When the system gives no random bytes.
pub fn chance(seed: Option<u64>, salt: Option<u64>) -> Result<(u64, Chance), Failure> {
    let cannot =
        |it: std::io::Error| Failure::Failed(format!("No random numbers can be had: {it}."));
    let seed = match seed {
        Some(seed) => seed,
        None => Chance::new(None).map_err(cannot)?.seed(),
    };
    let chance = Chance::new(Some(seed ^ salt.unwrap_or(0))).map_err(cannot)?;
    Ok((seed, chance))
}

/// What came of it, and how many milliseconds it took.
pub fn timed<T>(what: impl FnOnce() -> T) -> (T, u128) {
    let began = Instant::now();
    let done = what();
    (done, began.elapsed().as_millis())
}
