using System.Globalization;

namespace DataMesh.Tests.Policies;

/// <summary>One question: a filter, or a statement.</summary>
internal sealed record Probe(Filter? Filter, string? Sql, long? Limit = null)
{
    public override string ToString() => Sql ?? Filter!.ToString();
}

/// <summary>Halves the range in which it believes a 32-bit secret to lie, by whatever differs between answers, with every trick that databases fell for.</summary>
internal sealed class Attacker(Dice dice)
{
    private readonly HashSet<string> _answers = [];
    private ulong _low;
    private ulong _high = uint.MaxValue;
    private string _prefix = "";
    private string? _reference;

    public uint Guess => (uint)(_low + (_high - _low) / 2);

    /// <summary>How many different answers came.</summary>
    public int Answers => _answers.Count;

    public Probe Next()
    {
        long middle = Guess;
        string number = middle.ToString(CultureInfo.InvariantCulture), hex = "0123456789abcdef"[dice.Next(16)].ToString();
        string like = _prefix + hex;
        return dice.Next(34) switch
        {
            0 => new(Filter.Compare("secret", ComparisonOperator.GreaterThan, middle), null),
            1 => new(Filter.Compare("secret", ComparisonOperator.LessThanOrEqual, middle), null, 1),
            2 => new(Filter.Equal("secret", middle), null),
            3 => new(Filter.In("secret", middle, middle + 1, middle - 1), null),
            4 => new(Filter.Between("secret", (long)_low, middle), null, 3),
            5 => new(Filter.StartsWith("secret_text", like), null),
            6 => new(Filter.Not(Filter.Compare("secret", ComparisonOperator.IsDistinctFrom, middle)), null),
            7 => new(Filter.Or(Filter.IsNull("secret"), Filter.Compare("secret", ComparisonOperator.GreaterThan, middle)), null),
            8 => new(Filter.Compare(FilterOperand.Column("secret"), ComparisonOperator.GreaterThan, FilterOperand.Column("id")), null, 2),
            9 => new(null, $"select count(*) from t where secret > {number}"),
            10 => new(null, $"select id from t where secret between {_low} and {number} order by id limit 3"),
            11 => new(null, $"select count(*) from t where secret_text like '{like}%'"),
            12 => new(null, $"select count(*) from t where secret_text similar to '{like}.*'"),
            13 => new(null, $"select count(*) from t where cast(secret_text as int) > {number}"),
            14 => new(null, $"select sum(1 / (secret - {number})) from t"),
            15 => new(null, $"select sum(case when secret > {number} then cast('x' as int) else 1 end) from t"),
            16 => new(null, "select min(secret), max(secret), min(secret_text), max(secret_text) from t"),
            17 => new(null, "select secret, secret_text from t order by secret desc, secret_text limit 3"),
            18 => new(null, $"select secret > {number} c, count(*) from t group by 1 order by 1"),
            19 => new(null, $"select count(*) from t join (values ({number}), ({middle + 1})) v(x) on t.secret = v.x"),
            20 => new(null, "select count(distinct secret), approx_count_distinct(secret_text) from t"),
            21 => new(null, $"select id from t qualify row_number() over (order by secret) = {dice.Next(1, 31)}"),
            22 => new(null, $"select quantile_cont(secret, 0.{dice.Next(1, 9)}) from t"),
            23 => new(null, "select string_agg(secret_text, ',' order by id) from t"),
            24 => new(null, $"select exists(select 1 from t where secret >= {number})"),
            25 => new(null, $"select id from t where hash(secret) % {dice.Next(2, 9)} = 0 order by id"),
            26 => new(null, $"select md5(secret_text) from t where id > {dice.Next(10, 20)} order by id limit 5"),
            27 => new(null, $"select count(*) from t where secret << {dice.Next(1, 20)} > 0"),
            28 => new(null, $"select count(*) from t where substr(secret_text, {dice.Next(1, 8)}, 1) = '{hex}'"),
            29 => new(null, $"select id from t where regexp_matches(secret_text, case when secret > {number} then '(' else '.' end)"),
            30 => new(null, $"select count(*) from t where strptime(secret_text, '%Y') is null or secret > {number}"),
            31 => new(null, $"select sum(secret) from t where id >= {dice.Next(1, 30)}"),
            32 => new(null, $"select a.id from t a join t b on a.secret > b.secret and b.id = {dice.Next(1, 30)} order by 1 limit 3"),
            _ => new(null, $"select count(*) from (select * from t using sample {dice.Next(1, 99)} percent (bernoulli, 42))"),
        };
    }

    /// <summary>Takes whatever is new in an answer for a sign.</summary>
    public void Learn(string answer)
    {
        _answers.Add(answer);
        _reference ??= answer;
        if (answer == _reference || _high - _low < 2)
            _high = Math.Max(_low + 1, Guess);
        else
            _low = Guess;
        if (_high - _low < 2)
            (_low, _high, _reference) = (0, uint.MaxValue, answer);
        _prefix = answer.Length % 3 == 0 && _prefix.Length < 7 ? _prefix + "0123456789abcdef"[answer.Length % 16] : answer.Length % 3 == 1 ? "" : _prefix;
    }
}
