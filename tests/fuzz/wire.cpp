// SPDX-License-Identifier: Apache-2.0
// The readers of the local server below its handlers, and both sides of tokens and keys.
#include "client/jwt.h"
#include "client/keypair.h"
#include "server/auth/jwt.h"
#include "server/drivers/driverflags.h"
#include "server/wire/answers.h"
#include "server/wire/gojson.h"
#include "server/wire/gotime.h"
#include "server/wire/gotypes.h"
#include "tests/fuzz/entrypoints.h"

#include <array>

namespace fuzz {

void readGoJson(const QByteArray& text)
{
    const std::string given = text.toStdString();
    const auto value = server::parseGoJson(given);
    if (!value) {
        require(!value.error().empty(), "a refused text comes with a reason");
        return;
    }
    require(server::goSyntaxError(given).empty(), "what is read has no syntax error");
    const std::string written = server::goDump(*value);
    const auto again = server::parseGoJson(written);
    require(again && server::goDump(*again) == written, "what is written can be read, and is the same");
    static constexpr std::array kFields = {
        server::GoField{"any", server::GoType::Any},        server::GoField{"text", server::GoType::Text},
        server::GoField{"uuid", server::GoType::Uuid},      server::GoField{"status", server::GoType::Status},
        server::GoField{"flag", server::GoType::Flag},      server::GoField{"integer", server::GoType::Integer},
        server::GoField{"texts", server::GoType::Texts},    server::GoField{"map", server::GoType::TextMap},
        server::GoField{"config", server::GoType::Configs}, server::GoField{"tags", server::GoType::Tags},
        server::GoField{"object", server::GoType::Object},  server::GoField{"bytes", server::GoType::Base64},
        server::GoField{"time", server::GoType::Time},      server::GoField{"struct", server::GoType::Struct, "Inner"},
    };
    if (const auto body = server::readGoStruct({"Everything", kFields}, *value); body && body->is_object()) {
        for (const char* pairs : {"config", "tags"})
            server::collapsedPairs(models::valueAt(*body, pairs));
    }
}

void readGoTime(const QByteArray& text)
{
    const auto time = server::normalizedGoTime(text.toStdString());
    require(!time || server::normalizedGoTime(*time) == time, "a time as it is written is written the same way again");
}

void readBase64(const QByteArray& text)
{
    const std::string given = text.toStdString();
    const std::string bytes = server::fromBase64(given);
    if (!server::base64Error(given).empty())
        return;
    QByteArray plain = text;
    plain.removeIf([](char c) { return c == '\r' || c == '\n'; });
    require(bytes == QByteArray::fromBase64(plain).toStdString(), "what is accepted is read as everybody reads it");
}

/// As a whole, and as the claims of a token that is well signed.
void readToken(const QByteArray& text)
{
    struct Account
    {
        Account()
        {
            const auto keys = client::makeKeyPair();
            require(keys.has_value(), "a key can be made");
            require(verifier.add("dispatch/fuzz", keys->publicPem.toStdString()).has_value(),
                    "its public half is read");
        }
        server::JwtVerifier verifier;
    };
    static const Account account;
    constexpr long long kNow = 1'800'000'000;
    client::expiryOf(text);
    require(!account.verifier.verify(text.toStdString(), kNow), "nobody guesses a signature");
    constexpr auto kForm = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
    const QByteArray dressed
        = QByteArray(R"({"alg":"RS256"})").toBase64(kForm) + '.' + text.toBase64(kForm) + ".c2lnbmF0dXJl";
    client::expiryOf(dressed);
    require(!account.verifier.verify(dressed.toStdString(), kNow), "nobody guesses a signature");
}

void readKey(const QByteArray& text)
{
    server::JwtVerifier verifier;
    (void)verifier.add("dispatch/fuzz", text.toStdString());
    if (const auto signer = client::JwtSigner::fromPem(text))
        (void)signer->sign(QStringLiteral("dispatch/fuzz"), 1'800'000'000);
}

void readFlags(const QByteArray& text)
{
    std::map<std::string, std::string> config;
    for (const QByteArray& line : text.split('\n')) {
        const qsizetype equals = line.indexOf('=');
        config[line.left(equals).toStdString()] = line.mid(equals + 1).toStdString();
    }
    const server::DriverFlags known({{"debug", false}, {"seconds", 10LL}, {"event-type", std::string("ticker.tick")}});
    const auto flags = known.parsed(config);
    require(flags || !flags.error().empty(), "refused parameters come with a reason");
    if (const auto typed = config.find("event-type"); flags && typed != config.end())
        require(flags->text("event-type") == typed->second, "a parameter has the value that was given");
}

} // namespace fuzz
