namespace DataMesh;

/// <summary>Estimates quantiles in 30 KB: exact for few values, and closest at both ends for many.</summary>
/// <remarks>The merging digest of Dunning and Ertl, "Computing extremely accurate quantiles using t-digests" (arXiv:1902.04023), with the scale function k1.</remarks>
internal sealed class TDigest
{
    private const double Compression = 200;
    private const int BufferSize = 2048;

    private readonly double[] _means = new double[(int)Compression * 2 + 10];
    private readonly double[] _weights = new double[(int)Compression * 2 + 10];
    private readonly double[] _oldMeans = new double[(int)Compression * 2 + 10];
    private readonly double[] _oldWeights = new double[(int)Compression * 2 + 10];
    private readonly double[] _values = new double[BufferSize];
    private int _centroids;
    private int _waiting;
    private double _valueWeight;
    private double _total;
    private double _minimum = double.PositiveInfinity;
    private double _maximum = double.NegativeInfinity;

    /// <summary>Adds a value, which is not NaN, for as many as its weight says.</summary>
    public void Add(double value, double weight = 1)
    {
        // Values of one weight are sorted without it, in less time than pairs.
        if (_waiting == BufferSize || weight != _valueWeight)
            Merge();
        _valueWeight = weight;
        _values[_waiting++] = value;
        _total += weight;
        _minimum = Math.Min(_minimum, value);
        _maximum = Math.Max(_maximum, value);
    }

    /// <summary>The value below which a share of the values lies; null without values.</summary>
    public double? Quantile(double share)
    {
        Merge();
        if (_centroids == 0)
            return null;
        double rank = share * _total, before = 0;
        for (int i = 0; i < _centroids; i++)
        {
            double center = before + _weights[i] / 2;
            if (rank < center)
                return i == 0 ? Between(0, _minimum, center, _means[0], rank) : Between(before - _weights[i - 1] / 2, _means[i - 1], center, _means[i], rank);
            before += _weights[i];
        }
        return Between(_total - _weights[_centroids - 1] / 2, _means[_centroids - 1], _total, _maximum, rank);
    }

    private static double Between(double fromRank, double from, double toRank, double to, double rank) =>
        toRank <= fromRank || from == to ? to : from + (to - from) * ((rank - fromRank) / (toRank - fromRank));

    private void Merge()
    {
        if (_waiting == 0)
            return;
        _values.AsSpan(0, _waiting).Sort();
        _means.AsSpan(0, _centroids).CopyTo(_oldMeans);
        _weights.AsSpan(0, _centroids).CopyTo(_oldWeights);
        Inputs inputs = new(this, _centroids);
        (_centroids, _waiting) = (0, 0);
        (double mean, double weight) = inputs.Next();
        double done = 0, limit = Limit(0);
        while (inputs.Any)
        {
            (double nextMean, double nextWeight) = inputs.Next();
            if (done + weight + nextWeight <= limit)
            {
                weight += nextWeight;
                mean += (nextMean - mean) * nextWeight / weight;
                continue;
            }
            (_means[_centroids], _weights[_centroids++]) = (mean, weight);
            done += weight;
            limit = Limit(done);
            (mean, weight) = (nextMean, nextWeight);
        }
        (_means[_centroids], _weights[_centroids++]) = (mean, weight);
    }

    // The greatest cumulated weight of a centroid that begins behind a weight: one step of k1.
    private double Limit(double done)
    {
        double k = Compression / (2 * Math.PI) * Math.Asin(2 * Math.Min(1, done / _total) - 1) + 1;
        return k >= Compression / 4 ? _total : _total * (Math.Sin(k * 2 * Math.PI / Compression) + 1) / 2;
    }

    /// <summary>The centroids so far and the waiting values, both sorted, as one sequence in order.</summary>
    private ref struct Inputs(TDigest digest, int centroids)
    {
        private readonly ReadOnlySpan<double> _means = digest._oldMeans.AsSpan(0, centroids);
        private readonly ReadOnlySpan<double> _weights = digest._oldWeights.AsSpan(0, centroids);
        private readonly ReadOnlySpan<double> _values = digest._values.AsSpan(0, digest._waiting);
        private readonly double _valueWeight = digest._valueWeight;
        private int _centroid;
        private int _value;

        public readonly bool Any => _centroid < _means.Length || _value < _values.Length;

        public (double Mean, double Weight) Next() => _value == _values.Length || (_centroid < _means.Length && _means[_centroid] <= _values[_value])
            ? (_means[_centroid], _weights[_centroid++])
            : (_values[_value++], _valueWeight);
    }
}
