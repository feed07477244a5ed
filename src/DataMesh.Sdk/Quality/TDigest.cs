namespace DataMesh;

/// <summary>Estimates quantiles in a few kilobytes: exact for few values, and closest at both ends for many.</summary>
/// <remarks>The merging digest of Dunning and Ertl, "Computing extremely accurate quantiles using t-digests" (arXiv:1902.04023), with the scale function k1.</remarks>
internal sealed class TDigest
{
    private const double Compression = 200;
    private const int BufferSize = 2048;

    private readonly double[] _means = new double[(int)Compression * 2 + 10];
    private readonly double[] _weights = new double[(int)Compression * 2 + 10];
    private readonly double[] _newMeans = new double[BufferSize + (int)Compression * 2 + 10];
    private readonly double[] _newWeights = new double[BufferSize + (int)Compression * 2 + 10];
    private int _centroids;
    private int _waiting;
    private double _total;
    private double _minimum = double.PositiveInfinity;
    private double _maximum = double.NegativeInfinity;

    /// <summary>Adds a value, which is not NaN, for as many as its weight says.</summary>
    public void Add(double value, double weight = 1)
    {
        if (_waiting == BufferSize)
            Merge();
        _newMeans[_waiting] = value;
        _newWeights[_waiting++] = weight;
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
        _means.AsSpan(0, _centroids).CopyTo(_newMeans.AsSpan(_waiting));
        _weights.AsSpan(0, _centroids).CopyTo(_newWeights.AsSpan(_waiting));
        int count = _waiting + _centroids;
        Array.Sort(_newMeans, _newWeights, 0, count);
        (_centroids, _waiting) = (0, 0);
        double done = 0, mean = _newMeans[0], weight = _newWeights[0], limit = Limit(0);
        for (int i = 1; i < count; i++)
        {
            if (done + weight + _newWeights[i] <= limit)
            {
                weight += _newWeights[i];
                mean += (_newMeans[i] - mean) * _newWeights[i] / weight;
                continue;
            }
            (_means[_centroids], _weights[_centroids++]) = (mean, weight);
            done += weight;
            limit = Limit(done);
            (mean, weight) = (_newMeans[i], _newWeights[i]);
        }
        (_means[_centroids], _weights[_centroids++]) = (mean, weight);
    }

    // The greatest cumulated weight of a centroid that begins behind a weight: one step of k1.
    private double Limit(double done)
    {
        double k = Compression / (2 * Math.PI) * Math.Asin(2 * Math.Min(1, done / _total) - 1) + 1;
        return k >= Compression / 4 ? _total : _total * (Math.Sin(k * 2 * Math.PI / Compression) + 1) / 2;
    }
}
