"""People and the one door through which they come in."""

from typing import Any

from config import env

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.Backend"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "accounts.passwords.NotAlikeValidator"},
    {"NAME": "accounts.passwords.LongEnoughValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "accounts.passwords.NotCommonValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account-home"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

#: Whether editors need a second factor before the admin, and publishers before they publish.
REQUIRE_SECOND_FACTOR = env.boolean("KHORSHOO_REQUIRE_SECOND_FACTOR", default=True)

# The flows are allauth's; words, mails, limits and looks are ours.
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}  # by name as well, a known person would cost a second round of hashing
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_USER_DISPLAY = str
_FORMS = "accounts.forms"
ACCOUNT_FORMS = {
    "login": f"{_FORMS}.LoginForm",
    "signup": f"{_FORMS}.SignupForm",
    "request_login_code": f"{_FORMS}.RequestLoginCodeForm",
    "confirm_login_code": f"{_FORMS}.ConfirmLoginCodeForm",
    "confirm_email_verification_code": f"{_FORMS}.ConfirmEmailVerificationCodeForm",
    "confirm_password_reset_code": f"{_FORMS}.ConfirmPasswordResetCodeForm",
    "add_email": f"{_FORMS}.AddEmailForm",
    "change_password": f"{_FORMS}.ChangePasswordForm",
    "set_password": f"{_FORMS}.SetPasswordForm",
    "reset_password": f"{_FORMS}.ResetPasswordForm",
    "reset_password_from_key": f"{_FORMS}.ResetPasswordKeyForm",
    "reauthenticate": f"{_FORMS}.ReauthenticateForm",
}
# Eight digits, typed as "1234-5678" or without the hyphen; slow lines get a quarter of an hour.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": True}
_CODE_SECONDS, _CODE_TRIES = 15 * 60, 5
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = _CODE_SECONDS
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = _CODE_SECONDS
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = _CODE_TRIES
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = _CODE_TRIES
# Theirs are kept in the cache, which loses counts: ours are in accounts/limits.py.
ACCOUNT_RATE_LIMITS = False
MFA_RATE_LIMITS = False

MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # clocks of cheap phones
MFA_FORMS = {
    "authenticate": f"{_FORMS}.AuthenticateForm",
    "reauthenticate": f"{_FORMS}.SecondFactorReauthenticateForm",
    "activate_totp": f"{_FORMS}.ActivateTOTPForm",
    "add_webauthn": f"{_FORMS}.AddWebAuthnForm",
    "signup_webauthn": f"{_FORMS}.SignupWebAuthnForm",
}

# The phone as an identity: designed in, off until there is a way to send messages.
PHONE = env.boolean("KHORSHOO_PHONE", default=False)
PHONE_PREFIX = "+976"
_SMS = {"console": "accounts.sms.ConsoleBackend", "file": "accounts.sms.FileBackend"}
SMS_BACKEND = env.read("KHORSHOO_SMS", "console", str, "console, file, or the path of a class")
SMS_BACKEND = _SMS.get(SMS_BACKEND, SMS_BACKEND)
if PHONE:
    ACCOUNT_LOGIN_METHODS = {"email", "phone"}
    ACCOUNT_SIGNUP_FIELDS = ["email*", "phone", "password1"]
    ACCOUNT_PHONE_VERIFICATION_SUPPORTS_RESEND = True
    ACCOUNT_PHONE_VERIFICATION_TIMEOUT = _CODE_SECONDS
    ACCOUNT_FORMS |= {
        "verify_phone": f"{_FORMS}.VerifyPhoneForm",
        "change_phone": f"{_FORMS}.ChangePhoneForm",
    }

#: An address that nobody confirms is free again after so many days.
ACCOUNT_UNCONFIRMED_DAYS = 7

# Wagtail: addresses, passwords and sign-in are looked after here, not in its admin.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False

#: For so many days an invitation to an organization can be accepted, and a hand-over code works.
INVITATION_DAYS = 14
HAND_OVER_DAYS = 30
#: Days to think it over before an account is deleted; days without a sign-in after which its owner is told, and days
#: from then until it is deleted.
ACCOUNT_DELETION_DAYS = env.integer("KHORSHOO_DELETION_DAYS", 14, least=1, most=90)
ACCOUNT_UNUSED_DAYS = env.integer("KHORSHOO_UNUSED_DAYS", 730, least=90, most=36_500)
ACCOUNT_UNUSED_NOTICE_DAYS = env.integer("KHORSHOO_UNUSED_NOTICE_DAYS", 60, least=14, most=365)

#: Whether `manage.py sample_people` may make its made-up accounts.
SAMPLE_PEOPLE = False
