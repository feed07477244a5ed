using Apache.Arrow;
using Apache.Arrow.Memory;
using Apache.Arrow.Types;

namespace DataMesh.Adapters.Authoring;

/// <summary>Cuts dates and instants to the first moment of a year, month or day, before and after 1970 alike.</summary>
internal sealed class TruncateMasking(PhysicalType type, DateUnit unit) : ColumnMasking
{
    private const long MicrosecondsPerDay = 86_400_000_000;
    private const int DaysPerEra = 146_097;
    private const int DaysFromEraToEpoch = 719_468;

    private readonly IArrowType _type = type.ToArrow();

    public override ArrayData Apply(ArrayData values, MemoryAllocator? allocator)
    {
        (ArrowBuffer validity, int nulls) = CopyValidity(values, allocator);
        bool isDate = type.Kind == PhysicalTypeKind.Date;
        BufferSpace space = new(checked(values.Length * (isDate ? sizeof(int) : sizeof(long))), allocator, zeroed: true);
        if (isDate)
            TruncateDays(new ColumnView(values), space.As<int>());
        else
            TruncateInstants(new ColumnView(values), space.As<long>());
        return new ArrayData(_type, values.Length, nulls, 0, [validity, space.Build()], null, null);
    }

    private void TruncateDays(ColumnView from, Span<int> target)
    {
        ReadOnlySpan<int> days = from.Values<int>();
        for (int i = 0; i < days.Length; i++)
            target[i] = from.IsNull(i) ? 0 : (int)FirstDay(days[i]);
    }

    private void TruncateInstants(ColumnView from, Span<long> target)
    {
        ReadOnlySpan<long> instants = from.Values<long>();
        long lastDay = long.MinValue, result = 0;
        for (int i = 0; i < instants.Length; i++)
        {
            if (from.IsNull(i))
                continue;
            long day = Math.DivRem(instants[i], MicrosecondsPerDay, out long rest);
            day -= rest < 0 ? 1 : 0;
            if (day != lastDay)
                result = FirstDay(lastDay = day) * MicrosecondsPerDay;
            target[i] = result;
        }
    }

    // Days since 1970 of the proleptic Gregorian calendar, in years that begin with March; total over all stored values.
    private long FirstDay(long day)
    {
        if (unit == DateUnit.Day)
            return day;
        long shifted = day + DaysFromEraToEpoch;
        long era = (shifted >= 0 ? shifted : shifted - (DaysPerEra - 1)) / DaysPerEra;
        long dayOfEra = shifted - era * DaysPerEra;
        long yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / (DaysPerEra - 1)) / 365;
        long dayOfYear = dayOfEra - DaysBefore(yearOfEra);
        long month = (5 * dayOfYear + 2) / 153;
        if (unit == DateUnit.Month)
            return day - (dayOfYear - (153 * month + 2) / 5);
        // January and February belong to the year that begins in the next March.
        long marchYear = month >= 10 ? yearOfEra : yearOfEra - 1;
        return era * DaysPerEra + DaysBefore(marchYear) + 306 - DaysFromEraToEpoch;
    }

    private static long DaysBefore(long yearOfEra) => yearOfEra < 0 ? -366 : 365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100;
}
