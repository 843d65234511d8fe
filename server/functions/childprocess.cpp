// SPDX-License-Identifier: Apache-2.0
#include "server/functions/childprocess.h"

#include <QUuid>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace server {

namespace {

constexpr int kFirstPrivateDescriptor = 10; ///< the child's 0 to 4 must stay free for it
constexpr int kPipeBytes = 1 << 20;
constexpr int kSweeps = 20;

struct Pipe
{
    Descriptor readEnd;
    Descriptor writeEnd;
};

Descriptor movedUp(int number)
{
    const int moved = fcntl(number, F_DUPFD_CLOEXEC, kFirstPrivateDescriptor);
    ::close(number);
    return Descriptor(moved);
}

std::optional<Pipe> makePipe()
{
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0)
        return std::nullopt;
    Pipe pipe{movedUp(ends[0]), movedUp(ends[1])};
    if (!pipe.readEnd.isOpen() || !pipe.writeEnd.isOpen())
        return std::nullopt;
    // A wide pipe moves a large payload in few steps; a system that refuses still works.
    fcntl(pipe.readEnd.get(), F_SETPIPE_SZ, kPipeBytes);
    return pipe;
}

void neverBlocks(const Descriptor& descriptor)
{
    fcntl(descriptor.get(), F_SETFL, fcntl(descriptor.get(), F_GETFL) | O_NONBLOCK);
}

std::vector<char*> pointers(const std::vector<std::string>& texts)
{
    std::vector<char*> result;
    for (const std::string& text : texts)
        result.push_back(const_cast<char*>(text.c_str()));
    result.push_back(nullptr);
    return result;
}

/// What the child does between fork and exec: only calls that are safe there, in a process that had threads.
struct Launch
{
    const char* program;
    char* const* arguments;
    char* const* environment;
    const char* folder;
    std::array<int, 5> descriptors; ///< to become 0 to 4
    pid_t parent;

    [[noreturn]] void go() const
    {
        setpgid(0, 0);
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent)
            _exit(127);
        for (int i = 0; i < 5; ++i) {
            if (dup2(descriptors[size_t(i)], i) != i)
                _exit(127);
        }
        syscall(SYS_close_range, 5U, ~0U, 0U);
        for (int number = 1; number < NSIG; ++number)
            ::signal(number, SIG_DFL);
        sigset_t none;
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, nullptr);
        const rlimit noCore{0, 0};
        setrlimit(RLIMIT_CORE, &noCore);
        if (chdir(folder) == 0)
            execve(program, arguments, environment);
        _exit(127);
    }
};

} // namespace

void Descriptor::close()
{
    if (m_number >= 0)
        ::close(release());
}

int Descriptor::release()
{
    return std::exchange(m_number, -1);
}

std::unique_ptr<ChildProcess> ChildProcess::start(const Plan& plan)
{
    const std::string mark = "DISPATCH_WORKER=" + QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
    std::vector<std::string> allArguments{plan.program};
    allArguments.insert(allArguments.end(), plan.arguments.begin(), plan.arguments.end());
    std::vector<std::string> allEnvironment = plan.environment;
    allEnvironment.push_back(mark);
    const auto arguments = pointers(allArguments);
    const auto environment = pointers(allEnvironment);

    Descriptor nothing = movedUp(open("/dev/null", O_RDONLY | O_CLOEXEC));
    auto output = makePipe();
    auto errors = makePipe();
    auto requests = makePipe();
    auto answers = makePipe();
    if (!nothing.isOpen() || !output || !errors || !requests || !answers)
        return nullptr;
    const Launch launch{plan.program.c_str(),
                        arguments.data(),
                        environment.data(),
                        plan.folder.c_str(),
                        {nothing.get(), output->writeEnd.get(), errors->writeEnd.get(), requests->readEnd.get(),
                         answers->writeEnd.get()},
                        getpid()};
    const pid_t pid = fork();
    if (pid < 0)
        return nullptr;
    if (pid == 0)
        launch.go();
    // Both sides do this, so that the group exists whoever comes first.
    setpgid(pid, pid);

    std::unique_ptr<ChildProcess> child(new ChildProcess(mark));
    child->m_pid = pid;
    child->m_exit = Descriptor(int(syscall(SYS_pidfd_open, pid, 0U)));
    child->requests = std::move(requests->writeEnd);
    child->answers = std::move(answers->readEnd);
    child->output = std::move(output->readEnd);
    child->errors = std::move(errors->readEnd);
    for (const Descriptor* end : {&child->requests, &child->answers, &child->output, &child->errors})
        neverBlocks(*end);
    return child;
}

ChildProcess::~ChildProcess()
{
    end();
}

void ChildProcess::kill()
{
    const std::lock_guard lock(m_mutex);
    if (m_pid > 0)
        ::kill(-m_pid, SIGKILL);
}

bool ChildProcess::isAlive() const
{
    const std::lock_guard lock(m_mutex);
    if (m_pid <= 0)
        return false;
    siginfo_t info{};
    return waitid(P_PID, id_t(m_pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == 0;
}

Ending ChildProcess::end()
{
    if (m_ending)
        return *m_ending;
    kill();
    siginfo_t info{};
    while (waitid(P_PID, id_t(m_pid), &info, WEXITED | WNOWAIT) != 0 && errno == EINTR) { }
    {
        const std::lock_guard lock(m_mutex);
        // Once more while the zombie still holds the group's number: nobody can have joined since.
        ::kill(-m_pid, SIGKILL);
        int ignored = 0;
        waitpid(m_pid, &ignored, 0);
        m_pid = -1;
    }
    const bool exited = info.si_code == CLD_EXITED;
    m_ending = Ending{exited ? info.si_status : 0, exited ? 0 : info.si_status};
    sweep();
    return *m_ending;
}

void ChildProcess::sweep() const
{
    namespace fs = std::filesystem;
    for (int round = 0; round < kSweeps; ++round) {
        bool found = false;
        std::error_code error;
        for (fs::directory_iterator at("/proc", error), last; !error && at != last; at.increment(error)) {
            const std::string name = at->path().filename().string();
            pid_t pid = 0;
            const auto [rest, bad] = std::from_chars(name.data(), name.data() + name.size(), pid);
            if (bad != std::errc() || *rest != '\0')
                continue;
            std::ifstream in(at->path() / "environ", std::ios::binary);
            const std::string environment{std::istreambuf_iterator<char>(in), {}};
            if (environment.find(m_mark) != std::string::npos)
                found = ::kill(pid, SIGKILL) == 0 || found;
        }
        if (!found)
            return;
    }
}

} // namespace server
