// SPDX-License-Identifier: Apache-2.0
#include "server/functions/worker.h"

#include <QCoreApplication>
#include <QDateTime>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <poll.h>
#include <sstream>
#include <unistd.h>

namespace server {

namespace {

/// A clock has an end; nobody waits that long.
constexpr std::chrono::hours kLongestRun{24 * 365};

constexpr size_t kChunk = 256 * 1024;
constexpr size_t kFairShare = 8 << 20;
constexpr int kWatchWithoutDescriptorMs = 50;
constexpr int kLongestPollMs = 1000 * 1000;
constexpr std::chrono::seconds kGrace{1};

QString tr(const char* text)
{
    return QCoreApplication::translate("server::FunctionRuntime", text);
}

models::Json contextOf(const RunInput& input)
{
    models::Json event = input.event;
    if (event.is_object() && !event.contains("data"))
        event["data"] = nullptr;
    models::Json context{{"event", std::move(event)},
                         {"secrets", input.secrets},
                         {"httpContext", input.httpContext},
                         {"deadline", nullptr}};
    if (context["httpContext"].is_null())
        context["httpContext"] = models::Json::object();
    if (input.timeout.count() > 0) {
        const auto deadline = QDateTime::currentDateTimeUtc().addMSecs(input.timeout.count());
        context["deadline"] = deadline.toString(Qt::ISODateWithMs).toStdString();
        context["timeout"] = input.timeout.count();
    }
    return context;
}

/// What a process printed may be any bytes; what goes on the wire is UTF-8.
std::string asUtf8(const std::string& bytes)
{
    return QString::fromUtf8(bytes.data(), qsizetype(bytes.size())).toStdString();
}

std::string endedText(const Ending& ending)
{
    if (ending.signal == 0)
        return tr("The function's process ended with exit code %1 before it answered.")
            .arg(ending.exitCode)
            .toStdString();
    return tr("The function's process was ended by signal %1 (%2) before it answered.")
        .arg(ending.signal)
        .arg(QString::fromLocal8Bit(strsignal(ending.signal)))
        .toStdString();
}

} // namespace

std::optional<std::string> Worker::load()
{
    const Heard heard = talk({}, 0, Clock::now() + m_limits.loading);
    std::string why;
    if (heard == Heard::Answer) {
        if (models::flagAt(m_answer, "ready"))
            return std::nullopt;
        why = models::toStd(models::textAt(m_answer, "problem"));
    } else if (heard == Heard::TimedOut) {
        why = tr("it was not loaded within %1 s").arg(m_limits.loading.count() / 1000).toStdString();
    } else {
        why = endedText(m_process->end());
        const auto printed = lines(m_stderr);
        why += printed.empty() ? std::string() : " " + printed.back();
    }
    m_fit = false;
    m_process->end();
    return tr("the function cannot be loaded: %1").arg(QString::fromStdString(why)).toStdString();
}

RunOutcome Worker::run(const RunInput& input)
{
    using Replace = models::Json::error_handler_t;
    // What was printed between two runs belongs to neither.
    readLogs();
    m_stdout = {};
    m_stderr = {};
    const long long id = ++m_lastId;
    std::string request = models::Json{{"id", id}, {"context", contextOf(input)}, {"payload", input.payload}}.dump(
        -1, ' ', false, Replace::replace);
    request += '\n';
    std::optional<Clock::time_point> deadline;
    if (input.timeout.count() > 0)
        deadline = Clock::now() + std::min<std::chrono::milliseconds>(input.timeout, kLongestRun);
    return judged(talk(std::move(request), id, deadline), input);
}

RunOutcome Worker::judged(Heard heard, const RunInput& input)
{
    RunOutcome outcome;
    if (heard != Heard::Answer)
        m_fit = false;
    if (heard == Heard::TimedOut) {
        outcome.errorType = "FunctionError";
        outcome.errorMessage
            = tr("The function did not answer within %1 ms and was stopped.").arg(input.timeout.count()).toStdString();
    } else if (heard == Heard::TooMuch) {
        outcome.errorType = "FunctionError";
        outcome.errorMessage = tr("The function's answer is larger than %1 MB and was dropped.")
                                   .arg(m_limits.answerBytes >> 20)
                                   .toStdString();
    } else if (heard == Heard::Ended) {
        outcome.errorType = "SystemError";
        outcome.errorMessage = endedText(m_process->end());
    } else {
        m_fit = !models::flagAt(m_answer, "last");
        const models::Json error = models::valueAt(models::valueAt(m_answer, "context"), "error");
        if (error.is_object()) {
            const QString type = models::textAt(error, "type");
            outcome.errorType = type.isEmpty() ? "FunctionError" : models::toStd(type);
            outcome.errorMessage = models::toStd(models::textAt(error, "message"));
            for (const QString& line : models::textsAt(error, "stacktrace"))
                outcome.stacktrace.push_back(models::toStd(line));
        } else if (m_answer.contains("payload")) {
            outcome.output = std::move(m_answer["payload"]);
        }
    }
    if (!m_fit)
        m_process->end();
    readLogs();
    outcome.logStdout = lines(m_stdout);
    outcome.logStderr = lines(m_stderr);
    m_answer = nullptr;
    return outcome;
}

Worker::Heard Worker::talk(std::string request, long long id, std::optional<Clock::time_point> deadline)
{
    m_incoming.clear();
    size_t written = 0;
    for (;;) {
        const bool writing = written < request.size() && writeSome(request, written);
        std::array<pollfd, 5> watched{{
            {m_process->answers.get(), POLLIN, 0},
            {m_process->output.get(), POLLIN, 0},
            {m_process->errors.get(), POLLIN, 0},
            {m_process->exitDescriptor(), POLLIN, 0},
            {writing ? m_process->requests.get() : -1, POLLOUT, 0},
        }};
        int timeout = m_process->exitDescriptor() < 0 ? kWatchWithoutDescriptorMs : -1;
        if (deadline) {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(*deadline - Clock::now()).count();
            if (left <= 0)
                return m_process->answers.isOpen() ? Heard::TimedOut : Heard::Ended;
            const int most = int(std::min<long long>(left, kLongestPollMs));
            timeout = timeout < 0 ? most : std::min(timeout, most);
        }
        if (poll(watched.data(), watched.size(), timeout) < 0 && errno != EINTR)
            return Heard::Ended;
        const bool gone = !m_process->isAlive();
        readLogs();
        if (const auto heard = readAnswer(id)) {
            // The printing came before the answer, so all of it is here by now.
            readLogs();
            return *heard;
        }
        if (gone)
            return Heard::Ended;
        // Nothing can come any more; a process that is just ending is given the time to say how.
        if (!m_process->answers.isOpen())
            deadline = std::min(deadline.value_or(Clock::time_point::max()), Clock::now() + kGrace);
    }
}

bool Worker::writeSome(const std::string& request, size_t& written)
{
    const auto count = write(m_process->requests.get(), request.data() + written, request.size() - written);
    if (count > 0)
        written += size_t(count);
    // When nobody reads any more, the process is ending: that is noticed where its end is.
    return written < request.size() && (count >= 0 || errno == EAGAIN || errno == EINTR);
}

std::optional<Worker::Heard> Worker::readAnswer(long long id)
{
    while (m_process->answers.isOpen()) {
        const size_t before = m_incoming.size();
        m_incoming.resize(before + kChunk);
        const auto count = read(m_process->answers.get(), m_incoming.data() + before, kChunk);
        m_incoming.resize(before + size_t(std::max<ssize_t>(count, 0)));
        if (count == 0)
            m_process->answers.close();
        if (count <= 0)
            return std::nullopt;
        for (size_t end = m_incoming.find('\n', before); end != std::string::npos; end = m_incoming.find('\n')) {
            if (takeLine(end, id))
                return Heard::Answer;
        }
        if (m_incoming.size() > m_limits.answerBytes)
            return Heard::TooMuch;
    }
    return std::nullopt;
}

bool Worker::takeLine(size_t end, long long id)
{
    auto parsed = models::parseJson(QByteArray::fromRawData(m_incoming.data(), qsizetype(end)));
    m_incoming.erase(0, end + 1);
    if (parsed && parsed->is_object()) {
        // An answer to an earlier run, from a copy of the process, is not ours.
        if (models::numberAt(*parsed, "id") != id)
            return false;
        m_answer = std::move(*parsed);
        return true;
    }
    const QString why = parsed ? tr("it is not an object") : parsed.error().summary();
    const models::Json error{{"type", "FunctionError"},
                             {"message", tr("The function's answer is not JSON: %1").arg(why).toStdString()}};
    m_answer = {{"context", {{"error", error}}}, {"last", true}};
    return true;
}

void Worker::readLogs()
{
    readLog(m_process->output, m_stdout);
    readLog(m_process->errors, m_stderr);
}

void Worker::readLog(Descriptor& from, Log& log) const
{
    std::array<char, 16 * 1024> buffer;
    // A process that prints without end must not keep us here: go on with the rest after a fair share.
    for (size_t share = 0; from.isOpen() && share < kFairShare;) {
        const auto count = read(from.get(), buffer.data(), buffer.size());
        // A closed log would be reported ready again and again.
        if (count == 0)
            from.close();
        if (count <= 0)
            return;
        share += size_t(count);
        const size_t room = m_limits.logBytes - std::min(log.text.size(), m_limits.logBytes);
        log.text.append(buffer.data(), std::min(room, size_t(count)));
        log.cut = log.cut || size_t(count) > room;
    }
}

std::vector<std::string> Worker::lines(const Log& log) const
{
    std::vector<std::string> result;
    std::istringstream in(log.text);
    for (std::string line; std::getline(in, line);) {
        if (!line.empty() && line.back() == '\r')
            line.pop_back();
        result.push_back(asUtf8(line));
    }
    if (log.cut)
        result.push_back(tr("… the log was cut off after %1 KB").arg(m_limits.logBytes >> 10).toStdString());
    return result;
}

} // namespace server
