// SPDX-License-Identifier: Apache-2.0
#include "models/yaml/yamlscalar.h"

#include <QTest>

using namespace models;

/// The scalar rules of contract §5: what the original command line makes of unquoted words.
class TestYamlScalar final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsAsText_data();
    void readsAsText();
    void readsAsValue();
};

void TestYamlScalar::readsAsText_data()
{
    QTest::addColumn<QByteArray>("text");
    const std::pair<const char*, const char*> rows[] = {
        {"8080", "8080"},
        {"true", "true"},
        {"yes", "true"},
        {"On", "true"},
        {"no", "false"},
        {"OFF", "false"},
        {"0x10", "16"},
        {"010", "8"},
        {"0b101", "5"},
        {"-0x10", "-16"},
        {"+5", "5"},
        {"1_000", "1000"},
        {"1.10", "1.1"},
        {"8.0", "8"},
        {"08", "8"},
        {".5", "0.5"},
        {"3.14159265358979", "3.1415927"},
        {"1234567.5", "1.2345675e+06"},
        {"1e+3", "1000"},
        {"1e+20", "1e+20"},
        {"0.00001", "1e-05"},
        {"0.0001", "0.0001"},
        {"999999.0", "999999"},
        {".inf", "+Inf"},
        {"-.inf", "-Inf"},
        {".nan", "NaN"},
        {"18446744073709551615", "18446744073709551615"},
        {"~", ""},
        {"null", ""},
        {"", ""},
        {"1e3", "1e3"},
        {"1.", "1."},
        {"-", "-"},
        {"0x", "0x"},
        {"2018-09-12", "2018-09-12"},
        {"10.0.0.1", "10.0.0.1"},
        {"yEs", "yEs"},
        {"hello", "hello"},
        {"12abc", "12abc"},
        {"@every 5s", "@every 5s"},
    };
    for (const auto& [word, text] : rows)
        QTest::newRow(*word ? word : "(nothing)") << QByteArray(text);
}

void TestYamlScalar::readsAsText()
{
    QFETCH(QByteArray, text);
    const QByteArray tag = QTest::currentDataTag();
    const std::string word = tag == "(nothing)" ? std::string() : tag.toStdString();
    QCOMPARE(QByteArray::fromStdString(plainScalarAsText(word)), text);
}

void TestYamlScalar::readsAsValue()
{
    QVERIFY(plainScalar("3000") == Json(3000));
    QVERIFY(plainScalar("-9223372036854775807") == Json(-9223372036854775807LL));
    QVERIFY(plainScalar("yes") == Json(true));
    QVERIFY(plainScalar("1.5") == Json(1.5));
    QVERIFY(plainScalar("text") == Json("text"));
    QVERIFY(plainScalar("NULL").is_null());
}

QTEST_APPLESS_MAIN(TestYamlScalar)
#include "tst_yamlscalar.moc"
