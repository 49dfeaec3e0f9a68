//! Issues codes and tokens, and exchanges them.

use crate::clock;
use crate::state::bounded::Bounded;

/// What a code or a token stands for.
pub(super) struct Grant {
    /// The user, or the app id of the merchant.
    pub(super) owner: String,
    pub(super) valid: bool,
    pub(super) since: String,
}

/// One kind of codes and tokens: codes are exchanged for a pair, and so is the second of the pair.
pub(super) struct Issuer {
    /// What codes and tokens begin with.
    kind: &'static str,
    /// A code that works any number of times, and whose it is.
    reusable: (&'static str, &'static str),
    codes: Bounded<String, Grant>,
    tokens: Bounded<String, Grant>,
    refresh_tokens: Bounded<String, (Grant, String)>,
}

/// Why a code or a token is not exchanged.
pub(super) enum GrantError {
    Unknown,
    Used,
}

/// A new pair of tokens.
pub(super) struct Pair {
    pub(super) token: String,
    pub(super) refresh_token: String,
    pub(super) owner: String,
}

impl Issuer {
    pub(super) fn new(kind: &'static str, reusable: (&'static str, &'static str)) -> Self {
        let (codes, tokens) = (Bounded::default(), Bounded::default());
        Self { kind, reusable, codes, tokens, refresh_tokens: Bounded::default() }
    }

    pub(super) fn issue_code(&mut self, owner: &str) -> String {
        let code = format!("{}-code-{:08}", self.kind, self.codes.next_id());
        self.codes.add_finished(code.clone(), Grant::new(owner));
        code
    }

    pub(super) fn redeem(&mut self, code: &str) -> Result<Pair, GrantError> {
        if code == self.reusable.0 {
            return Ok(self.issue(self.reusable.1.to_owned()));
        }
        let grant = self.codes.find_mut(&code.to_owned()).ok_or(GrantError::Unknown)?;
        let owner = grant.use_up()?;
        Ok(self.issue(owner))
    }

    /// A new pair for an old one, which is no longer valid then.
    pub(super) fn refresh(&mut self, refresh_token: &str) -> Result<Pair, GrantError> {
        let found = self.refresh_tokens.find_mut(&refresh_token.to_owned());
        let (grant, token) = found.ok_or(GrantError::Unknown)?;
        let owner = grant.use_up()?;
        if let Some(token) = self.tokens.find_mut(token) {
            token.valid = false;
        }
        Ok(self.issue(owner))
    }

    fn issue(&mut self, owner: String) -> Pair {
        let token = format!("{}-token-{:08}", self.kind, self.tokens.next_id());
        let refresh_token = format!("{}-refresh-{:08}", self.kind, self.refresh_tokens.next_id());
        self.tokens.add_finished(token.clone(), Grant::new(&owner));
        let refresh = (Grant::new(&owner), token.clone());
        self.refresh_tokens.add_finished(refresh_token.clone(), refresh);
        Pair { token, refresh_token, owner }
    }

    pub(super) fn find(&self, token: &str) -> Option<&Grant> {
        self.tokens.find(&token.to_owned())
    }

    pub(super) fn set_limit(&mut self, limit: usize) {
        self.codes.set_limit(limit);
        self.tokens.set_limit(limit);
        self.refresh_tokens.set_limit(limit);
    }
}

impl Grant {
    fn new(owner: &str) -> Self {
        Self { owner: owner.to_owned(), valid: true, since: clock::now() }
    }

    fn use_up(&mut self) -> Result<String, GrantError> {
        let was_valid = std::mem::replace(&mut self.valid, false);
        was_valid.then(|| self.owner.clone()).ok_or(GrantError::Used)
    }
}
