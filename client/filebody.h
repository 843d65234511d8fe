// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "client/bodydevice.h"
#include "client/filecheck.h"

#include <memory>

namespace client {

/// Head, encoded file and tail of an event. A thread of its own reads and encodes into a bounded buffer, so a reader
/// never waits for a disk and a file of any size costs a few MB. What the file became is compared with what was checked
/// before the tail is handed out: a request with another file in it never becomes complete.
class FileBody final : public BodyDevice
{
    Q_OBJECT
public:
    FileBody(const models::EventBody& body, const CheckedFile& file, QObject* parent = nullptr);
    ~FileBody() override;

    /// How many bytes will come out.
    static qint64 totalSize(const models::EventBody& body, const CheckedFile& file);

    bool atEnd() const override;
    qint64 bytesAvailable() const override;

protected:
    qint64 readData(char* data, qint64 most) override;
    qint64 writeData(const char* data, qint64 size) override;

private:
    class Pipe;
    std::shared_ptr<Pipe> m_pipe;
    qint64 m_left;
};

} // namespace client
